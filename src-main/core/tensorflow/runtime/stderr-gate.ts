import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'

/**
 * TensorFlow writes a notice about oneDNN to standard error while its library is loaded, before it reads
 * TF_CPP_MIN_LOG_LEVEL (tensorflow/tensorflow#100442), and Node cannot redirect a descriptor. This addon can:
 * it is compiled beside the binding, and where it is absent the notice is seen, nothing else.
 */
export const STDERR_GATE_SOURCE = `
#include <fcntl.h>
#include <unistd.h>
#include <node_api.h>

static int kept = -1;

static napi_value Shut(napi_env, napi_callback_info) {
  if (kept >= 0) return nullptr;
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  return nullptr;
}

static napi_value Open(napi_env, napi_callback_info) {
  if (kept < 0) return nullptr;
  dup2(kept, STDERR_FILENO);
  close(kept);
  kept = -1;
  return nullptr;
}

NAPI_MODULE_INIT() {
  napi_value shut, reopen;
  napi_create_function(env, "shut", NAPI_AUTO_LENGTH, Shut, nullptr, &shut);
  napi_create_function(env, "open", NAPI_AUTO_LENGTH, Open, nullptr, &reopen);
  napi_set_named_property(env, exports, "shut", shut);
  napi_set_named_property(env, exports, "open", reopen);
  return exports;
}
`

export const STDERR_GATE_FILE = 'stderr_gate.node'

const gateSchema = z.object({
  shut: z.custom<() => void>((value) => typeof value === 'function'),
  open: z.custom<() => void>((value) => typeof value === 'function'),
})

/** Does `action` with what native code writes to standard error dropped, if the gate's addon is there. */
export function withoutStandardError<T>(gateFile: string, action: () => T): T {
  if (!existsSync(gateFile)) return action()
  const gate = gateSchema.parse(createRequire(import.meta.url)(gateFile))
  gate.shut()
  try {
    return action()
  } finally {
    gate.open()
  }
}
