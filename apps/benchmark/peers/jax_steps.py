"""JAX's training steps on the processor with one thread: a jitted scan over the time steps."""

import os

os.environ["JAX_PLATFORMS"] = "cpu"

from serve import Contender, serve

if hasattr(os, "sched_setaffinity"):
    # Before there is any thread but this one: all others are kept to the same core. Its pool has one thread, which computes
    # beside the calling one.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

FIRST_MOMENT_DECAY, SECOND_MOMENT_DECAY = 0.9, 0.999


def open_library():
    import jax
    import jax.numpy as jnp
    from jax import lax
    from jax.extend.backend import clear_backends

    def dispatch_as_is_fastest(case):
        """A small step is computed by the thread that asks for it: handing it to another one takes longer. A large one is
        faster on the pool's thread. The choice is made where the backend is opened."""
        jax.config.update("jax_cpu_enable_async_dispatch", not case.is_small)
        clear_backends()

    def simple_rnn(projected, recurrent, bias, units):
        def advance(h, z):
            return jnp.tanh(z + h @ recurrent), None

        return projected + bias, advance, lambda zeros: zeros, lambda h: h

    def lstm(projected, recurrent, bias, units):
        def advance(state, z):
            h, c = state
            i, f, g, o = jnp.split(z + h @ recurrent, 4, axis=-1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        return projected + bias, advance, lambda zeros: (zeros, zeros), lambda state: state[0]

    def gru(projected, recurrent, bias, units):
        def advance(h, z):
            of_input_z, of_input_r, of_input_h = jnp.split(z, 3, axis=-1)
            of_state_z, of_state_r, of_state_h = jnp.split(h @ recurrent + bias[1], 3, axis=-1)
            update = jax.nn.sigmoid(of_input_z + of_state_z)
            reset = jax.nn.sigmoid(of_input_r + of_state_r)
            return update * h + (1 - update) * jnp.tanh(of_input_h + reset * of_state_h), None

        return projected + bias[0], advance, lambda zeros: zeros, lambda h: h

    cells = {"SimpleRNN": simple_rnn, "LSTM": lstm, "GRU": gru}

    def last_output(case, weights, x, reverse, unroll):
        kernel, recurrent, bias = weights
        # The input's projection of all time steps is one product.
        projected, advance, begin, output_of = cells[case.layer](jnp.swapaxes(x, 0, 1) @ kernel, recurrent, bias, case.units)
        zeros = jnp.zeros((x.shape[0], case.units), jnp.float32)
        state, _ = lax.scan(advance, begin(zeros), projected, reverse=reverse, unroll=unroll)
        return output_of(state)

    def loss_of(case, unroll):
        def loss(parameters, x, y):
            outputs = [
                last_output(case, parameters[first : first + 3], x, first > 0, unroll)
                for first in range(0, len(parameters) - 2, 3)
            ]
            kernel, bias = parameters[-2:]
            logits = jnp.concatenate(outputs, axis=-1) @ kernel + bias
            # Binary cross-entropy of logits.
            return jnp.mean(jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits))))

        return loss

    def adam(case, state, gradients):
        """Kingma and Ba's Adam in the order of their section 2's end, as Keras has it."""
        parameters, firsts, seconds, step = state
        step = step + 1
        rate = case.learning_rate * jnp.sqrt(1 - SECOND_MOMENT_DECAY**step) / (1 - FIRST_MOMENT_DECAY**step)
        firsts = [m + (1 - FIRST_MOMENT_DECAY) * (g - m) for m, g in zip(firsts, gradients)]
        seconds = [v + (1 - SECOND_MOMENT_DECAY) * (g * g - v) for v, g in zip(seconds, gradients)]
        parameters = [
            p - rate * m / (jnp.sqrt(v) + case.epsilon) for p, m, v in zip(parameters, firsts, seconds)
        ]
        return parameters, firsts, seconds, step

    class Trainer:
        def __init__(self, case, unroll):
            self.x, self.y = jnp.asarray(case.x), jnp.asarray(case.y)
            # Copies: each step is given the memory of what it replaces.
            parameters = [jnp.array(array) for array in case.weights]
            firsts, seconds = ([jnp.zeros_like(p) for p in parameters] for _ in range(2))
            self.state = parameters, firsts, seconds, jnp.zeros((), jnp.float32)
            loss = loss_of(case, unroll)

            def step(state, x, y):
                value, gradients = jax.value_and_grad(loss)(state[0], x, y)
                return adam(case, state, gradients), value

            self.step = jax.jit(step, donate_argnums=0)
            self.loss_now = jax.jit(loss)

        def loss(self):
            return float(self.loss_now(self.state[0], self.x, self.y))

        def run(self, steps):
            for _ in range(steps):
                self.state, loss = self.step(self.state, self.x, self.y)
            jax.block_until_ready((self.state, loss))

    def contenders_of(case):
        dispatch_as_is_fastest(case)
        return [
            Contender("jax-scan", "JAX jitted scan", lambda: Trainer(case, unroll=1)),
            Contender("jax-unrolled", "JAX jitted scan, unrolled by 10", lambda: Trainer(case, unroll=10)),
        ]

    return {"JAX": jax.__version__}, contenders_of


serve(open_library)
