/** Names a run to an activity: everything else is read from the run's folder. Free of zod, for workflows. */
export interface RunRef {
  /** The run id: folder in the store and workflow id. */
  readonly run: string;
  /** Store URI, already resolved and allowed. */
  readonly store: string;
  /** Trace id of the run; absent: no trace is kept. */
  readonly trace?: string;
}

/** What may be, or was, spent on language models. */
export interface Spend {
  readonly tokens: number;
  readonly costMicroUsd: number;
}

/** A cap on either side; null: not capped. */
export interface Cap {
  readonly tokens: number | null;
  readonly costMicroUsd: number | null;
}

/** What the workflows need to know of a resolved configuration. */
export interface RunBrief {
  readonly ref: RunRef;
  readonly domain: string;
  readonly wantedDialogs: number;
  readonly maxAttempts: number;
  readonly concurrency: number;
  readonly recommender: boolean;
  /** Null: nothing is capped, and no attempt has to ask. */
  readonly budget: Cap | null;
  /** What one attempt usually takes: reserved before it starts. Zero where nothing is capped. */
  readonly attemptEstimate: Spend;
  /** What the whole run will take, in a sentence; null: nothing that costs. Absent in what an execution of before resolved. */
  readonly estimate?: string | null;
}

/** One user's turn in the run: its targets, in order. */
export interface UserUnit {
  /** Place in the seeded order of users, from 0. */
  readonly unit: number;
  /** Pseudonym of the user, safe to show. */
  readonly userKey: string;
  readonly dialogs: readonly DialogSlot[];
}

export interface DialogSlot {
  readonly dialogId: string;
  readonly ordinal: number;
}

export interface DialogOutcome extends DialogSlot {
  readonly accepted: boolean;
  readonly attempts: number;
  /** Of all its attempts, whenever they were paid for; unknown outcomes in full. */
  readonly spent: Spend;
  /** Of one that was given up: the kinds of violations of its last attempt. */
  readonly refusedFor?: readonly string[];
}

/** What a user's workflow tells its coordinator when it ends. */
export interface UnitFinished {
  readonly unit: number;
  readonly outcomes: readonly DialogOutcome[];
  /** Set where a fault (never a rejected dialog) ended it: the run ends with it. */
  readonly fault: { readonly code: string; readonly message: string } | null;
}

/** A user's workflow that cannot go on by itself: it waits to be released. */
export interface UnitHeld {
  readonly unit: number;
  readonly dialogId: string;
  /** The code of the fault, or `budget`. */
  readonly code: string;
  readonly message: string;
  /** What the provider asked for, milliseconds. */
  readonly retryAfterMs: number | null;
  /** `budget` alone: the allowance that the unit needs in all to go on. */
  readonly needs: Spend | null;
}

/** Lets a held user's workflow go on. */
export interface UnitRelease {
  /** All that the unit may spend; null: not capped. */
  readonly granted: Cap | null;
  /** One dialog sent ahead to see whether the fault is gone: it tells as soon as it got a reply. */
  readonly probe: boolean;
}

/** Dialogs that stand already, compactly: all before `base` are settled. */
export interface Stock {
  readonly base: number;
  readonly acceptedBefore: number;
  readonly rejectedBefore: number;
  /** A letter a target from `base` on: a accepted, r rejected, "." open; open ones at the end are left out. */
  readonly tail: string;
  readonly byAttempt: readonly [number, number, number, number];
  /** Dialogs given up by the kinds of violations of their last attempt; one may have several. */
  readonly driftBy?: Readonly<Record<string, number>>;
  /** Of the dialogs that are settled. */
  readonly spent: Spend;
  /** Of those that were begun and are open: counted until they settle. */
  readonly unsettled: Readonly<Record<string, Spend>>;
  /** Users of retried dialogs that are open: made whatever else is wanted. */
  readonly retries: readonly number[];
}

/** As it travels: what grows with the run is packed (core/dataset/packed.ts). */
export type Packed<S extends Stock> = Omit<S, 'retries'> & { readonly retries: string | readonly number[] };
