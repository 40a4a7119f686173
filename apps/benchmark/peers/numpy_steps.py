"""The machine's speed at NumPy's matrix product, which is OpenBLAS's, with one thread."""

from serve import Contender, serve
from sgemm import SGEMM_SIZE, Sgemm


def open_library():
    import numpy as np

    square = np.ones((SGEMM_SIZE, SGEMM_SIZE), dtype=np.float32)
    product = np.empty_like(square)

    def contenders_of(case):
        return [Contender("sgemm-numpy", "sgemm of NumPy", lambda: Sgemm(lambda: np.matmul(square, square, out=product)))]

    return {"NumPy": np.__version__}, contenders_of


serve(open_library)
