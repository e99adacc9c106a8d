#include "base/fd.hpp"

#include <unistd.h>

#include <cerrno>

namespace qrun {

void Fd::reset(int fd) noexcept {
    if (fd_ >= 0 && fd_ != fd) {
        const int saved = errno;
        ::close(fd_);  // on Linux the descriptor is gone even after EINTR (close(2))
        errno = saved;
    }
    fd_ = fd;
}

}  // namespace qrun
