"""Writes tensorflow-<version>.json: the kernels that TensorFlow has on a GPU for each op of the engine.

Run with any Python 3 that has TensorFlow's GPU wheel; neither a GPU nor CUDA is needed:

    pip install tensorflow==2.21.0
    python list-kernels.py

The ops are the keys of OP_ATTRIBUTES in the engine's op-definitions.ts. Their kernels stand in the order
in which a GPU looks for one: those registered for GPU, then those for DEFAULT, which serve any device that
has none of its own for the types at hand (FindKernelRegistration in op_kernel.cc). Left out are kernels
with a label, which a graph has to ask for. Kernels that differ in the type of one attribute are one entry.
"""

import json
import re
from itertools import groupby
from pathlib import Path

import tensorflow
from tensorflow.python.framework import dtypes, kernels, op_def_registry

HERE = Path(__file__).parent
DEFINITIONS = HERE / "../../src-main/core/tensorflow/graph/op-definitions.ts"


def op_names():
    table = re.search(r"OP_ATTRIBUTES = \{(.*?)\n\} as const", DEFINITIONS.read_text(), re.DOTALL)
    return sorted(re.findall(r"^  (\w+): \{", table.group(1), re.MULTILINE))


def kernels_for(name, device):
    """The op's kernels as (host memory arguments, (attribute, types)...): plain values that compare."""
    found = set()
    for kernel in kernels.get_registered_kernels_for_op(name).kernel:
        if kernel.device_type == device and not kernel.label:
            types = sorted((constraint.name, types_of(constraint)) for constraint in kernel.constraint)
            found.add((tuple(sorted(kernel.host_memory_arg)), tuple(types)))
    return found


def types_of(constraint):
    types = sorted(dtypes.as_dtype(number).name for number in constraint.allowed_values.list.type)
    assert types, f"not a constraint of types: {constraint}"
    return tuple(types)


def merged(found):
    """Joins kernels that differ in the types of one attribute only, one attribute after the other."""
    for name in sorted({name for _, types in found for name, _ in types}):

        def all_but_name(kernel):
            host, types = kernel
            return host, name in dict(types), tuple(pair for pair in types if pair[0] != name)

        joined = set()
        for key, group in groupby(sorted(found, key=all_but_name), all_but_name):
            host, constrained, rest = key
            allowed = {type_ for _, types in group for type_ in dict(types).get(name, ())}
            own = ((name, tuple(sorted(allowed))),) if constrained else ()
            joined.add((host, tuple(sorted(rest + own))))
        found = joined
    return sorted(found)


def describe_op(name):
    own = kernels_for(name, "GPU")
    own_types = {types for _, types in own}
    shared = {kernel for kernel in kernels_for(name, "DEFAULT") if kernel[1] not in own_types}
    definition = op_def_registry.get(name)
    return {
        "arguments": " ".join(arg.name for arg in [*definition.input_arg, *definition.output_arg]),
        "kernels": [
            {
                "device": device,
                "types": {attribute: " ".join(types) for attribute, types in constraints},
                "hostMemoryArguments": " ".join(host),
            }
            for device, found in (("GPU", own), ("DEFAULT", shared))
            for host, constraints in merged(found)
        ],
    }


def main():
    version = tensorflow.__version__
    listed = {"tensorflow": version, "ops": {name: describe_op(name) for name in op_names()}}
    (HERE / f"tensorflow-{version}.json").write_text(json.dumps(listed, indent=2) + "\n")


if __name__ == "__main__":
    main()
