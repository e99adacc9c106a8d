#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace qrun::sys {

/// One message between the launcher and its init: a kind, text, and descriptors.
struct Message {
    char kind = 0;
    std::string text;
    std::vector<Fd> fds;
};

/// One end of a SOCK_SEQPACKET pair: every message arrives whole, the other side's end is seen as EOF.
class Channel {
  public:
    Channel() = default;
    explicit Channel(Fd fd) : fd_(std::move(fd)) {}

    [[nodiscard]] static Result<std::pair<Channel, Channel>> pair();

    /// `fds` are copied to the other side (SCM_RIGHTS, at most 16). EPIPE when the other side is gone.
    [[nodiscard]] Status send(char kind, std::string_view text = {}, const std::vector<int>& fds = {}) const;

    /// The next message (at most 64 KiB of text), waiting for it. Kind 0: the other side is gone.
    [[nodiscard]] Result<Message> receive() const;

    [[nodiscard]] int fd() const { return fd_.get(); }
    void close() { fd_.reset(); }

  private:
    Fd fd_;
};

}  // namespace qrun::sys
