/** TensorFlow has a build without GPU support under a name of its own on Linux and Windows PCs. */
const tensorflow = process.arch === "x64" && process.platform !== "darwin" ? "tensorflow-cpu" : "tensorflow";

/** What the peers need, pinned. */
export const peerPackages = {
  keras: ["keras==3.15.1", `${tensorflow}==2.21.0`],
  torch: ["torch==2.9.1", "numpy<3"],
} as const;

export type PeerLibrary = keyof typeof peerPackages;

/** PyTorch's own index has builds without CUDA; those of PyPI for Linux bring 3 GB of it. */
export const torchCpuIndex = "https://download.pytorch.org/whl/cpu";

/** How a user gets a library that is missing. */
export function installHint(library: PeerLibrary): string {
  const index = library === "torch" ? ` --extra-index-url ${torchCpuIndex}` : "";
  const packages = peerPackages[library].map((name) => `"${name}"`).join(" ");
  return `npm run benchmark -- --install-peers, or: python3 -m pip install${index} ${packages}`;
}
