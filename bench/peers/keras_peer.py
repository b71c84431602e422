"""Keras on TensorFlow: the reference network, in the fastest way a Keras user has."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

from peer_protocol import CLASSES, TRAINING_BATCH, fastest, options, serve, time_each  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import keras  # noqa: E402
from keras import layers  # noqa: E402


def seed_cnn():
    model = keras.Sequential([layers.Input((28, 28, 1))])
    for filters in (32, 64):
        for _ in range(2):
            model.add(layers.Conv2D(filters, 3, padding="same", use_bias=False))
            model.add(layers.BatchNormalization())
            model.add(layers.ReLU())
        model.add(layers.MaxPooling2D())
        model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(CLASSES))
    # As Keras advises for mixed precision: the probabilities in float32.
    model.add(layers.Activation("softmax", dtype="float32"))
    # The same metric that our own step counts, and that the reference recipe asks for.
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def images(count):
    return np.random.default_rng(1).random((count, 28, 28, 1), dtype=np.float32)


def step(model):
    x = images(TRAINING_BATCH)
    y = np.random.default_rng(2).integers(0, CLASSES, TRAINING_BATCH).astype(np.int32)
    batch = tf.data.Dataset.from_tensors((x, y)).repeat()
    batches = iter(batch.prefetch(tf.data.AUTOTUNE))
    model.make_train_function()
    ways = {
        "train_on_batch": lambda: float(model.train_on_batch(x, y)[0]),
        "fit's train function": lambda: float(model.train_function(batches)["loss"]),
    }
    way = fastest(ways, warm_up=4)
    return way, {"step": lambda count: time_each(count, ways[way])}


def evaluation(model):
    def predict(count, batch):
        return lambda: model.predict(images(count), batch_size=batch, verbose=0)

    ways = {f"predict, batch {batch}": batch for batch in (200, 400, 800)}
    way = fastest({name: predict(4000, batch) for name, batch in ways.items()}, 1, 3)

    def run(images, count):
        x = globals()["images"](images)
        return time_each(count, lambda: model.predict(x, batch_size=ways[way], verbose=0))

    return way, {"evaluate": run}


def inference(model):
    compiled = tf.function(lambda x: model(x, training=False))
    chosen = {}

    def choose(batch):
        x = images(batch)
        tensor = tf.constant(x)
        ways = {
            "predict_on_batch": lambda: model.predict_on_batch(x),
            "a tf.function": lambda: compiled(tensor).numpy(),
        }
        way = fastest(ways, warm_up=5, count=20)
        chosen[batch] = ways[way]
        return f"{way} (batch {batch})"

    way = ", ".join(choose(batch) for batch in (256, 1))
    return way, {"predict": lambda batch, count: time_each(count, chosen[batch])}


def main():
    wanted = options()
    tf.config.threading.set_intra_op_parallelism_threads(wanted.threads)
    if wanted.precision == "bfloat16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    warm_up = {"step": step, "evaluation": evaluation, "inference": inference}[wanted.benchmark]
    way, handlers = warm_up(seed_cnn())
    serve("Keras", f"{keras.__version__} on TensorFlow {tf.__version__}", way, handlers)


main()
