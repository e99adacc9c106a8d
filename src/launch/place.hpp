#pragma once

#include <sys/types.h>

#include <string>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace qrun::launch {

/// A directory of the host by path and identity, so that it can be told when it was swapped.
struct Place {
    std::string path;  ///< absolute, links resolved
    dev_t device = 0;
    ino_t inode = 0;
};

/// Opens the directory again (O_PATH), perhaps in another mount namespace, and makes sure that it is still
/// the same one.
[[nodiscard]] Result<Fd> open_place(const Place& place);

}  // namespace qrun::launch
