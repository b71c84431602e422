/**
 * A program that asks NVIDIA's driver what it knows, as a process of its own: a driver that crashes or hangs takes
 * nobody along. It links to nothing of NVIDIA's, so it is there and runs where no driver is.
 *
 * Its parameters are libraries to open besides. It prints a fact a line, words parted by tabs:
 *
 *     absent   <why>                                  libcuda.so.1 cannot be opened
 *     unlisted <path>                                 it is where WSL2 has it, and only there
 *     cuda     <version>                              cuDriverGetVersion
 *     refused  <code> <name>                          of cuInit, or of what followed
 *     gpu      <index> <major> <minor> <bytes> <uuid> <name>
 *     asked                                           of the driver all was said
 *     opened   <library>                              a parameter that can be opened
 *     missing  <library> <why>                        one that cannot
 */
export const PROBE_SOURCE = `
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *kWslLibrary = "/usr/lib/wsl/lib/libcuda.so.1";
static const int kComputeCapabilityMajor = 75;
static const int kComputeCapabilityMinor = 76;

struct Uuid { unsigned char bytes[16]; };

static void Put(const char *text) {
  for (; *text; ++text) putchar(*text == '\\t' || *text == '\\n' ? ' ' : *text);
}

static void PutWhy(void) {
  const char *why = dlerror();
  Put(why ? why : "unknown");
  putchar('\\n');
}

template <typename Function>
static bool Find(void *library, const char *name, Function *function) {
  *function = reinterpret_cast<Function>(dlsym(library, name));
  return *function != nullptr;
}

static void Refuse(void *library, int code) {
  int (*name_of)(int, const char **) = nullptr;
  const char *name = nullptr;
  if (Find(library, "cuGetErrorName", &name_of)) name_of(code, &name);
  printf("refused\\t%d\\t", code);
  Put(name ? name : "");
  putchar('\\n');
  fflush(stdout);
}

static void AskDriver(void) {
  void *library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    printf("absent\\t");
    PutWhy();
    if (dlopen(kWslLibrary, RTLD_NOW | RTLD_LOCAL)) printf("unlisted\\t%s\\n", kWslLibrary);
    return;
  }
  int (*version_of)(int *) = nullptr;
  int (*init)(unsigned) = nullptr;
  int (*count_of)(int *) = nullptr;
  int (*name_of)(char *, int, int) = nullptr;
  int (*attribute_of)(int *, int, int) = nullptr;
  int (*memory_of)(size_t *, int) = nullptr;
  int (*uuid_of)(Uuid *, int) = nullptr;
  const bool is_driver =
      Find(library, "cuDriverGetVersion", &version_of) && Find(library, "cuInit", &init) &&
      Find(library, "cuDeviceGetCount", &count_of) && Find(library, "cuDeviceGetName", &name_of) &&
      Find(library, "cuDeviceGetAttribute", &attribute_of) &&
      (Find(library, "cuDeviceTotalMem_v2", &memory_of) ||
       Find(library, "cuDeviceTotalMem", &memory_of));
  if (!is_driver) {
    printf("absent\\t");
    PutWhy();
    return;
  }
  if (!Find(library, "cuDeviceGetUuid_v2", &uuid_of)) Find(library, "cuDeviceGetUuid", &uuid_of);
  int version = 0;
  version_of(&version);
  printf("cuda\\t%d\\n", version);
  // What comes next may end this process: so much was said then.
  fflush(stdout);
  int count = 0;
  int code = init(0);
  if (code == 0) code = count_of(&count);
  for (int device = 0; code == 0 && device < count; ++device) {
    int major = 0, minor = 0;
    size_t bytes = 0;
    char name[256] = "";
    Uuid uuid = {};
    code = attribute_of(&major, kComputeCapabilityMajor, device);
    if (code == 0) code = attribute_of(&minor, kComputeCapabilityMinor, device);
    if (code == 0) code = memory_of(&bytes, device);
    if (code == 0) code = name_of(name, sizeof(name) - 1, device);
    if (code != 0) break;
    printf("gpu\\t%d\\t%d\\t%d\\t%zu\\t", device, major, minor, bytes);
    if (uuid_of != nullptr && uuid_of(&uuid, device) == 0) {
      printf("GPU-");
      for (int at = 0; at < 16; ++at)
        printf(at == 4 || at == 6 || at == 8 || at == 10 ? "-%02x" : "%02x", uuid.bytes[at]);
    }
    putchar('\\t');
    Put(name);
    putchar('\\n');
  }
  if (code != 0) Refuse(library, code);
}

int main(int count, char **parameters) {
  AskDriver();
  printf("asked\\n");
  fflush(stdout);
  for (int at = 1; at < count; ++at) {
    const bool is_open = dlopen(parameters[at], RTLD_LAZY | RTLD_LOCAL) != nullptr;
    printf("%s\\t", is_open ? "opened" : "missing");
    Put(parameters[at]);
    if (is_open) {
      putchar('\\n');
    } else {
      putchar('\\t');
      PutWhy();
    }
    fflush(stdout);
  }
  return 0;
}
`

/** The program's name beside the binding of a runtime. */
export const PROBE_FILE = 'gpu_probe'
