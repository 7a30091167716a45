import type { Client, WorkflowHandle } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';
import proto from '@temporalio/proto';

import { rootMessage } from '../core/errors.ts';

type Payload = proto.temporal.api.common.v1.IPayload;
type Failure = proto.temporal.api.failure.v1.IFailure;

/** An activity that has begun, or that waits to be tried again. */
export interface PendingActivity {
  /** What it last said of itself; undefined: nothing yet. */
  readonly heartbeat: unknown;
  /** What its last try met, while it waits for the next: that must not look like slow work. Null: it is at work. */
  readonly triedAgainFor: string | null;
}

const STARTED = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

/**
 * The activities that a workflow waits for. The server's description comes as it is stored: with payload encryption on, heartbeats
 * and messages are opened here. One that cannot be opened (a key that is not ours) says why in its place.
 */
export async function pendingActivities(
  client: Client,
  handle: Pick<WorkflowHandle, 'describe'>,
): Promise<PendingActivity[]> {
  const { raw } = await handle.describe();
  const converter = client.workflow.options.loadedDataConverter;
  return await Promise.all(
    (raw.pendingActivities ?? []).map(async ({ heartbeatDetails, lastFailure, state }) => ({
      heartbeat: await opened(converter, heartbeatDetails?.payloads?.[0]).catch(() => undefined),
      triedAgainFor: lastFailure?.message && state !== STARTED ? await messageOf(converter, lastFailure) : null,
    })),
  );
}

async function messageOf(converter: LoadedDataConverter, { message, encodedAttributes }: Failure): Promise<string> {
  try {
    const attributes = (await opened(converter, encodedAttributes)) as { message?: string } | undefined;
    return attributes?.message ?? message ?? '';
  } catch (error) {
    return rootMessage(error);
  }
}

async function opened(converter: LoadedDataConverter, payload: Payload | null | undefined): Promise<unknown> {
  if (payload === null || payload === undefined) return undefined;
  let payloads: Payload[] = [payload];
  for (const codec of converter.payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
  const [plain] = payloads;
  return plain === undefined ? undefined : converter.payloadConverter.fromPayload(plain);
}
