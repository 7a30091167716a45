import { PipelineError } from '../../core/errors.ts';

export interface TraceSettings {
  /** Where spans are posted. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names this program to the collector, with what the environment adds. */
  readonly resource: Readonly<Record<string, string>>;
}

/**
 * OpenTelemetry's own variables. Null, where no endpoint is set or `OTEL_SDK_DISABLED` is true: then nothing of tracing is
 * loaded. Throws `bad_configuration`; headers may hold keys and are not repeated.
 */
export function readTraceSettings(variables: NodeJS.ProcessEnv): TraceSettings | null {
  const of = (name: string): string => variables[name]?.trim() ?? '';
  const base = of('OTEL_EXPORTER_OTLP_ENDPOINT');
  const url = of('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') || (base === '' ? '' : `${base.replace(/\/+$/u, '')}/v1/traces`);
  if (url === '' || of('OTEL_SDK_DISABLED').toLowerCase() === 'true') return null;
  if (!URL.canParse(url) || !/^https?:$/u.test(new URL(url).protocol)) {
    throw new PipelineError('bad_configuration', 'OTEL_EXPORTER_OTLP_ENDPOINT: an http or https URL is expected');
  }
  const protocol = of('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') || of('OTEL_EXPORTER_OTLP_PROTOCOL') || 'http/json';
  if (protocol !== 'http/json') {
    throw new PipelineError(
      'bad_configuration',
      `OTEL_EXPORTER_OTLP_PROTOCOL: only http/json is spoken, not ${protocol}`,
    );
  }
  return {
    url,
    headers: pairs(of('OTEL_EXPORTER_OTLP_TRACES_HEADERS') || of('OTEL_EXPORTER_OTLP_HEADERS')),
    resource: {
      'service.name': of('OTEL_SERVICE_NAME') || 'convrecstudio',
      ...pairs(of('OTEL_RESOURCE_ATTRIBUTES')),
    },
  };
}

/** `name=value,name=value`, values percent-encoded. */
function pairs(text: string): Record<string, string> {
  const entries = text.split(',').flatMap((pair) => {
    const place = pair.indexOf('=');
    return place < 1 ? [] : [[pair.slice(0, place).trim(), decode(pair.slice(place + 1).trim())] as const];
  });
  return Object.fromEntries(entries);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
