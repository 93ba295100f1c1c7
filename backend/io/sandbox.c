/* A network namespace and a system call filter of a few instructions. */
#include "io/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCH  AUDIT_ARCH_X86_64
#define FOREIGNER 0x40000000U /* from here on: the x32 calls, with an execve of their own */
#elif defined(__aarch64__)
#define OUR_ARCH  AUDIT_ARCH_AARCH64
#define FOREIGNER UINT32_MAX
#endif

bool sandbox_no_network(struct err *e)
{
    if (geteuid() != 0)
        return true;
    /* Containers may forbid it; what is left then is that the process has no code to connect. */
    if (unshare(CLONE_NEWNET) == 0 || errno == EPERM || errno == EINVAL || errno == ENOSYS)
        return true;
    return err_set(e, ERR_INTERNAL, "cannot leave the network: %s", strerror(errno));
}

bool sandbox_no_exec(struct err *e)
{
#ifdef OUR_ARCH
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGNER, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execveat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0 && errno != EINVAL))
        return err_set(e, ERR_INTERNAL, "cannot give up executing: %s", strerror(errno));
#else
    (void)e;
#endif
    return true;
}
