"""PyTorch's eager training step of the notebook's model, with one thread."""

from serve import BATCH, FEATURES, STEPS, UNITS, Contender, serve


def open_library():
    import torch

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    torch.manual_seed(7)

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn = torch.nn.RNN(FEATURES, UNITS, nonlinearity="tanh", batch_first=True)
            self.dense = torch.nn.Linear(UNITS, 1)

        def forward(self, x):
            return self.dense(self.rnn(x)[0][:, -1])

    model, loss_of = Model(), torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)
    x = torch.rand(BATCH, STEPS, FEATURES)
    y = torch.randint(0, 2, (BATCH, 1)).float()

    def run(steps):
        for _ in range(steps):
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
        loss.item()

    return {"PyTorch": torch.__version__}, [Contender("torch-eager", "PyTorch eager", run)]


serve(open_library)
