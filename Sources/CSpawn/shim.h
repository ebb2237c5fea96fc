// What glibc declares for _GNU_SOURCE alone, and Swift's module Glibc therefore does not show.
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

enum { purveyor_POSIX_SPAWN_SETSID = 0x80 };
