"""PyTorch, channels last: the reference network, eager or compiled, whichever is faster here."""

from peer_protocol import CLASSES, TRAINING_BATCH, fastest, options, serve, time_each
import torch
from torch import nn


def block(inputs, outputs):
    convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
    # PyTorch's momentum is one minus Keras's.
    return [convolution, nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01), nn.ReLU()]


def seed_cnn():
    network = nn.Sequential(
        *block(1, 32), *block(32, 32), nn.MaxPool2d(2), nn.Dropout(0.25),
        *block(32, 64), *block(64, 64), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 512), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(512, CLASSES),
    )  # fmt: skip
    return network.to(memory_format=torch.channels_last)


def images(count):
    return torch.rand(count, 1, 28, 28).to(memory_format=torch.channels_last)


def training_step(compiled, autocast):
    network = seed_cnn().train()
    forward = torch.compile(network) if compiled else network
    optimizer = torch.optim.Adam(network.parameters(), 1e-3, fused=True)
    loss_of = nn.CrossEntropyLoss()
    x = images(TRAINING_BATCH)
    y = torch.randint(0, CLASSES, (TRAINING_BATCH,))

    def once():
        optimizer.zero_grad()
        with autocast():
            loss = loss_of(forward(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return once


def step(autocast):
    ways = {"eager": training_step(False, autocast)}
    compiled = training_step(True, autocast)
    note = ""
    try:
        compiled()
        ways["torch.compile"] = compiled
    except Exception as error:
        note = f" (torch.compile failed: {str(error).splitlines()[0][:100]})"
    way = fastest(ways, warm_up=4)
    return way + note, {"step": lambda count: time_each(count, ways[way])}


def main():
    wanted = options()
    if wanted.benchmark != "step":
        raise SystemExit(f"PyTorch does not take part in the benchmark '{wanted.benchmark}'")
    torch.set_num_threads(wanted.threads)
    bfloat16 = wanted.precision == "bfloat16"

    def autocast():
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16)

    way, handlers = step(autocast)
    serve("PyTorch", f"{torch.__version__}, channels last", way, handlers)


main()
