import type { KeepRule, WheelPin } from './part-recipe.ts';

/** For the compiler only: dropped before the part is moved into place. */
export const TENSORFLOW_HEADERS: KeepRule = {
  prefix: 'tensorflow/include/',
  to: 'headers/',
  only: /^(tensorflow\/(c|core\/platform|tsl)|tsl)\/.*\.h$/,
};

/** tensorflow 2.15.1 runs on CUDA 12.2: these are the versions that its metadata pins, less the compiler (nvcc). */
const NVIDIA_WHEELS: readonly (readonly [requirement: string, sha256: string, bytes: number])[] = [
  ['nvidia-cublas-cu12==12.2.5.6', 'f448d8db463f9a2c7dd9a1e607c0961d3e95f825b86839c5882f7d073d406df0', 417_825_305],
  ['nvidia-cuda-cupti-cu12==12.2.142', 'ce68d1009dd14215e38ed49643d31374c71d6fea381181cb0b9da7f19dfd1624', 13_900_552],
  ['nvidia-cuda-nvrtc-cu12==12.2.140', 'b1cdcae6443cb7cdcfb5d1bf51896a148c9f82f9e65b27db9ab095eaed689aa7', 23_430_053],
  ['nvidia-cuda-runtime-cu12==12.2.140', 'acb9cb7e44594a3512533497ea790d9f0b0e399abcc888584c157d1ffa080e41', 845_802],
  ['nvidia-cudnn-cu12==8.9.4.25', '9f882d5b11753c566fd32427839089eb4f8ba7a58c28446ad359e32c40229723', 720_096_787],
  ['nvidia-cufft-cu12==11.0.8.103', '72e961e578f9be9e316ccb4db8652c421dd0b57442624faa71061d452f449a67', 98_570_970],
  ['nvidia-curand-cu12==10.3.3.141', '7b6bad6817b5df2a6f5ec221206fb895d9195fdd7d2443f3e86554108c141a0a', 56_463_566],
  ['nvidia-cusolver-cu12==11.5.2.141', '5a85c4653ce34339a5688137f494a0f903e0f0532418550998167f00844161da', 124_890_758],
  ['nvidia-cusparse-cu12==12.1.2.141', '4e13d6a51d2303dcb2a023ba09546811161f0334fc64e13689397bbd3b1eb126', 195_268_625],
  ['nvidia-nccl-cu12==2.16.5', '84695a4248138fb2ca12f5fd3defe986e790e71ccdaad51b2ca34ca4e83ef421', 188_657_797],
  ['nvidia-nvjitlink-cu12==12.2.140', '95635cafbf9f96c38bea5200ab145a2e6aefbb5405e0b04c1e4ba54df2d84ec9', 20_177_273],
];

/** The libraries' run path looks for CUDA in `../nvidia/<part>/lib`, seen from `deps/lib`. linux-x64 only. */
export function gpuWheels(): readonly WheelPin[] {
  const tensorflow: WheelPin = {
    requirement: 'tensorflow==2.15.1',
    platformTag: 'manylinux2014_x86_64',
    abi: { tag: 'cp311', python: '3.11' },
    sha256: 'bb0edd69103c154245c5f209f0507355cc68ba7e4de350084bc31edc562478e4',
    bytes: 475_258_663,
    keep: [
      { entry: 'tensorflow/libtensorflow_cc.so.2', to: 'deps/lib/libtensorflow_cc.so.2' },
      { entry: 'tensorflow/libtensorflow_framework.so.2', to: 'deps/lib/libtensorflow_framework.so.2' },
      TENSORFLOW_HEADERS,
    ],
  };
  const nvidia = NVIDIA_WHEELS.map(([requirement, sha256, bytes]): WheelPin => ({
    requirement,
    platformTag: 'manylinux1_x86_64',
    abi: null,
    sha256,
    bytes,
    keep: [{ prefix: 'nvidia/', to: 'deps/nvidia/', only: /^[a-z_]+\/lib\/[^/]+\.so[.0-9]*$/ }],
  }));
  return [tensorflow, ...nvidia];
}
