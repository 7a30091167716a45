import { PipelineError } from '../../core/errors.ts';

/**
 * A graph that was exported with inputs of (batch, 160) tokens but reads its lengths from them takes any: only the two
 * declarations stand in the way. Turns each, a dimension of 160 (ONNX protobuf: field 1, 3 bytes, of which field 1 is the
 * varint 160), into one without a value (field 2, a name of one letter), which takes the same bytes. In place.
 */
export function freeInputLength(model: Buffer): void {
  const fixed = Buffer.from([0x0a, 0x03, 0x08, 0xa0, 0x01]);
  const free = Buffer.from([0x0a, 0x03, 0x12, 0x01, 'L'.charCodeAt(0)]);
  for (const name of ['input_ids', 'attention_mask']) {
    const at = declarationOf(model, name);
    const place = at < 0 ? -1 : model.subarray(at, at + DECLARATION).indexOf(fixed);
    if (place < 0) throw new PipelineError('internal', `the model declares no ${name} of 160 tokens`);
    free.copy(model, at + place);
  }
}

/** Bytes that a declaration of two dimensions may take. */
const DECLARATION = 64;

/** Where the graph's input of that name is declared: field 11 of the graph, behind all nodes and weights. */
function declarationOf(model: Buffer, name: string): number {
  const named = Buffer.from([0x0a, name.length, ...Buffer.from(name)]);
  return model.lastIndexOf(named);
}
