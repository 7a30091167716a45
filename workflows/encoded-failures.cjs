'use strict';

// With the payload codec on, messages and stack traces of failures are payloads too, and so encrypted: they may quote
// paths, ids and settings. Loaded by path, in the worker, in clients and in the workflows' bundle: hence CommonJS.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
