"""PyTorch's training steps with one thread, eager and compiled, and the machine's speed at its matrix product."""

import numpy as np

from serve import Contender, serve
from sgemm import SGEMM_SIZE, Sgemm

# A layer's time steps are compiled one by one: 50 of a GRU take two minutes the first time, 100 a quarter of an hour.
MOST_UNROLLED_STEPS = 50


def open_library():
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)

    def as_torch_has_it(case, array):
        """(features, gates x units) in Keras's order of gates as (gates x units, features) in PyTorch's."""
        if case.layer == "GRU":
            z, r, h = np.split(array, 3, axis=-1)
            array = np.concatenate([r, z, h], axis=-1)
        return torch.from_numpy(np.ascontiguousarray(array.T))

    class Model(torch.nn.Module):
        def __init__(self, case):
            super().__init__()
            make = {"SimpleRNN": torch.nn.RNN, "LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU}[case.layer]
            features, directions = case.x.shape[-1], len(case.directions())
            self.rnn = make(features, case.units, batch_first=True, bidirectional=directions == 2)
            self.dense = torch.nn.Linear(case.units * directions, 1)
            with torch.no_grad():
                self.take_weights(case)

        def take_weights(self, case):
            for (kernel, recurrent, bias), suffix in zip(case.directions(), ("_l0", "_l0_reverse")):
                getattr(self.rnn, "weight_ih" + suffix).copy_(as_torch_has_it(case, kernel))
                getattr(self.rnn, "weight_hh" + suffix).copy_(as_torch_has_it(case, recurrent))
                of_input, of_state = (getattr(self.rnn, name + suffix) for name in ("bias_ih", "bias_hh"))
                if bias.ndim == 2:
                    of_input.copy_(as_torch_has_it(case, bias[0]))
                    of_state.copy_(as_torch_has_it(case, bias[1]))
                else:
                    # Keras has one bias; two of them would be trained at twice the rate.
                    of_input.copy_(as_torch_has_it(case, bias))
                    of_state.zero_().requires_grad_(False)
            kernel, bias = case.head()
            self.dense.weight.copy_(torch.from_numpy(np.ascontiguousarray(kernel.T)))
            self.dense.bias.copy_(torch.from_numpy(bias))

        def forward(self, x):
            last = self.rnn(x)[1]
            if isinstance(last, tuple):
                last = last[0]
            return self.dense(last[0] if len(last) == 1 else torch.cat((last[0], last[1]), dim=-1))

    class Trainer:
        def __init__(self, case, compiled):
            model, loss_of = Model(case), torch.nn.BCEWithLogitsLoss()
            trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
            self.optimizer = torch.optim.Adam(trained, lr=case.learning_rate, eps=case.epsilon, fused=True)
            self.x, self.y = torch.from_numpy(case.x.copy()), torch.from_numpy(case.y.copy())

            def loss(x, y):
                return loss_of(model(x), y)

            self.loss_of = loss
            self.training_loss_of = torch.compile(loss) if compiled else loss

        def loss(self):
            with torch.no_grad():
                return self.loss_of(self.x, self.y).item()

        def run(self, steps):
            for _ in range(steps):
                self.optimizer.zero_grad()
                loss = self.training_loss_of(self.x, self.y)
                loss.backward()
                self.optimizer.step()
            loss.item()

    def compiled(case):
        torch.compiler.reset()
        # Otherwise a recurrent layer is left out of what is compiled. The LSTM has a kernel of its own, which cannot be
        # taken apart.
        torch._dynamo.config.allow_rnn = case.layer != "LSTM" and case.x.shape[1] <= MOST_UNROLLED_STEPS
        return Trainer(case, compiled=True)

    square = torch.ones(SGEMM_SIZE, SGEMM_SIZE)

    def contenders_of(case):
        return [
            Contender("torch-eager", "PyTorch eager", lambda: Trainer(case, compiled=False)),
            Contender("torch-compiled", "PyTorch torch.compile", lambda: compiled(case)),
            Contender("sgemm-torch", "sgemm of PyTorch", lambda: Sgemm(lambda: torch.matmul(square, square))),
        ]

    return {"PyTorch": torch.__version__}, contenders_of


serve(open_library)
