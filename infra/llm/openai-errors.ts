import { APIConnectionTimeoutError, APIError } from 'openai';

import { PipelineError, type PipelineErrorDetails } from '../../core/errors.ts';
import { redact } from './redact.ts';

/** What the messages name: never a key. */
export interface Endpoint {
  readonly profile: string;
  readonly model: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** Milliseconds from `nowMs` that the provider asks to wait: retry-after-ms, or Retry-After in seconds or as a date. */
export function retryAfterMs(headers: Headers | undefined, nowMs: number): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, Math.round(milliseconds));
  const retryAfter = headers?.get('retry-after')?.trim() ?? '';
  if (/^-?\d+(\.\d+)?$/.test(retryAfter)) return Math.max(0, Math.round(Number(retryAfter) * 1000));
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

function mentions(error: APIError, pattern: RegExp): boolean {
  return pattern.test(`${error.code ?? ''} ${error.type ?? ''} ${error.message}`);
}

/** A prompt that does not fit the model: data for the caller, since a retry would not mend it. */
export function isContextOverflow(error: APIError): boolean {
  if (error.status === 413) return true;
  return (
    (error.status === 400 || error.status === 422) &&
    mentions(
      error,
      /context_length_exceeded|context (length|window|size)|maximum context|prompt is too long|too many tokens/i,
    )
  );
}

/** A prompt that the endpoint's filter stopped: data, too. */
export function isContentFilter(error: APIError): boolean {
  return (
    (error.status === 400 || error.status === 403) &&
    mentions(
      error,
      /content_filter|content_policy|content management policy|ResponsibleAIPolicyViolation|moderation|flagged|usage polic/i,
    )
  );
}

/** Some endpoints say by a 400 that an account is empty, or that a key is wrong. */
const isAboutMoney = (error: APIError): boolean => mentions(error, /\bcredits?\b|billing|\bquota\b|\bbalance\b/i);
const isAboutKey = (error: APIError): boolean => mentions(error, /\bapi[ _-]?key|\bunauthori[sz]ed/i);

/** Parameters that this endpoint does not take (a 400 or 422 that is not about the content). */
export function isBadRequest(error: unknown): error is APIError {
  return error instanceof APIError && (error.status === 400 || error.status === 422);
}

function outOfCredit({ profile }: Endpoint, said: string): PipelineError {
  return new PipelineError(
    'model_quota_exhausted',
    `The account behind the model profile "${profile}" is out of credit: top it up. It said: ${said}`,
    { subject: profile },
  );
}

function rateLimited(error: APIError, endpoint: Endpoint, said: string): PipelineError {
  const waitMs = retryAfterMs(error.headers, Date.now());
  const details = { subject: endpoint.profile, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
  const isQuota = error.status === 402 || mentions(error, /insufficient_quota|billing_hard_limit|insufficient credit/i);
  if (isQuota) return outOfCredit(endpoint, said);
  const message = `The model profile "${endpoint.profile}" is rate limited${waitMs === undefined ? '' : `; it asks to wait ${waitMs / 1000} s`}.`;
  return new PipelineError('model_rate_limited', `${message} It said: ${said}`, details);
}

function transport(endpoint: Endpoint, reason: string, details: PipelineErrorDetails = {}): PipelineError {
  return new PipelineError(
    'model_transport',
    `The call to "${endpoint.model}" of the model profile "${endpoint.profile}" failed: ${reason}`,
    { subject: endpoint.profile, ...details },
  );
}

/** Answers by which a server says that it made nothing; after others (500, a gateway's 502 and 504) nobody knows. */
const UNBILLED_STATUS: ReadonlySet<number> = new Set([409, 425, 503, 529]);
const NEVER_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Whether the connection never stood, so that nobody has seen the request. */
function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverConnected);
  return ('code' in error && NEVER_CONNECTED.test(String(error.code))) || neverConnected(error.cause);
}

function apiError(error: APIError, endpoint: Endpoint): PipelineError {
  const said = redact(error.message, endpoint.apiKey);
  const { status } = error;
  if (error instanceof APIConnectionTimeoutError)
    return transport(endpoint, `no answer within ${endpoint.timeoutMs} ms.`);
  if (status === undefined) {
    const cause = error.cause instanceof Error ? redact(error.cause.message, endpoint.apiKey) : '';
    const reason = `the connection broke (${said}${cause === '' ? '' : ` ${cause}`}).`;
    return transport(endpoint, reason, { unbilled: neverConnected(error) });
  }
  if (status === 429 || status === 402) return rateLimited(error, endpoint, said);
  const isRefused = status === 400 || status === 422;
  if (isRefused && isAboutMoney(error)) return outOfCredit(endpoint, said);
  if (status === 401 || status === 403 || (isRefused && isAboutKey(error))) {
    return new PipelineError(
      'model_key_refused',
      `The key of the model profile "${endpoint.profile}" was refused (${status}): check the key and its rights. It said: ${said}`,
      { subject: endpoint.profile },
    );
  }
  if (status === 404 || mentions(error, /model_not_found|model .*does not exist/i)) {
    return new PipelineError(
      'model_not_found',
      `The endpoint of the model profile "${endpoint.profile}" knows no model "${endpoint.model}": check the model's name, the ` +
        `account's rights and the base URL. It said: ${said}`,
      { subject: endpoint.model },
    );
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    const waitMs = retryAfterMs(error.headers, Date.now());
    return transport(endpoint, `the endpoint answered ${said}`, {
      unbilled: UNBILLED_STATUS.has(status),
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    });
  }
  return new PipelineError(
    'bad_configuration',
    `The endpoint of the model profile "${endpoint.profile}" does not take our request for the model "${endpoint.model}": ` +
      `check the model's name and the base URL. It said: ${said}`,
    { subject: endpoint.profile },
  );
}

/** A 200 that is not a chat completion: a gateway's page, an error in disguise, or a reply that was cut off. */
export function malformedReply(endpoint: Endpoint, problem: string): PipelineError {
  return transport(endpoint, `the answer is no chat completion (${redact(problem, endpoint.apiKey)}).`);
}

/** A prompt that is turned away before the endpoint has answered any: nobody knows yet which of the two it is. */
export function turnedAway(endpoint: Endpoint, said: string): PipelineError {
  return transport(endpoint, `it was turned away, and is tried again (${redact(said, endpoint.apiKey)}).`);
}

export function timedOut(endpoint: Endpoint): PipelineError {
  return transport(endpoint, `no whole answer within ${endpoint.timeoutMs} ms.`);
}

/**
 * The client's error as ours. It never travels as the cause: it may hold the key that a server echoed, and causes are
 * written to logs and histories.
 */
export function openAiError(error: unknown, endpoint: Endpoint): PipelineError {
  if (error instanceof PipelineError) return error;
  if (error instanceof APIError) return apiError(error, endpoint);
  // A truncated or malformed body surfaces from the client as a bare SyntaxError, a dropped one as a TypeError.
  const reason =
    error instanceof Error ? `${error.name}: ${redact(error.message, endpoint.apiKey)}` : 'an unknown fault';
  return transport(endpoint, `the answer broke off (${reason}).`);
}
