#include "launch/place.hpp"

#include <fcntl.h>

#include "sys/file.hpp"

namespace qrun::launch {

Result<Fd> open_place(const Place& place) {
    QRUN_TRY(Fd fd, sys::open_file(place.path, O_PATH | O_DIRECTORY | O_NOFOLLOW, "cannot open the rootfs"));
    QRUN_TRY(const auto st, sys::stat_of(fd.get(), place.path));
    if (st.st_dev != place.device || st.st_ino != place.inode) {
        return fail(plain_error("the rootfs was replaced while it was being started:", place.path));
    }
    return fd;
}

}  // namespace qrun::launch
