/** 32-bit floats as they lie in the store: little-endian, as on every machine that we run on. */
export const bytesOf = (floats: Float32Array): Uint8Array =>
  new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);

/** A copy: stored bytes need not lie on a multiple of four. */
export const floatsOf = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer);
