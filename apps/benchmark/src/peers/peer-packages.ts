/** TensorFlow has a build without GPU support under a name of its own on Linux and Windows PCs. */
const tensorflow = process.arch === "x64" && process.platform !== "darwin" ? "tensorflow-cpu" : "tensorflow";

/** What the peers need, pinned. NumPy's matrix product measures the machine. */
export const peerPackages = {
  keras: ["keras==3.15.1", `${tensorflow}==2.21.0`],
  torch: ["torch==2.15.0", "numpy==2.4.6"],
  jax: ["jax==0.10.2", "jaxlib==0.10.2"],
  numpy: ["numpy==2.4.6"],
} as const;

export type PeerLibrary = keyof typeof peerPackages;

/** Those whose training steps are measured. */
export type MeasuredLibrary = Exclude<PeerLibrary, "numpy">;

export const libraryNames: Readonly<Record<PeerLibrary, string>> = {
  keras: "Keras",
  torch: "PyTorch",
  jax: "JAX",
  numpy: "NumPy",
};

/** PyTorch's own index has builds without CUDA; those of PyPI for Linux bring 4 GB of it. */
export const torchCpuIndex = "https://download.pytorch.org/whl/cpu";

/** How a user gets a library that is missing. */
export function installHint(library: PeerLibrary): string {
  const index = library === "torch" ? ` --extra-index-url ${torchCpuIndex}` : "";
  const packages = peerPackages[library].map((name) => `"${name}"`).join(" ");
  return `npm run benchmark -- --install-peers, or: python3 -m pip install${index} ${packages}`;
}
