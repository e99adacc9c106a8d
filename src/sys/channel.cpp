#include "sys/channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace qrun::sys {
namespace {

constexpr std::size_t most_fds = 16;
constexpr std::size_t most_text = 65536;

}  // namespace

Result<std::pair<Channel, Channel>> Channel::pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return fail(errno_error("cannot make a socket pair"));
    }
    return std::pair(Channel(Fd(ends[0])), Channel(Fd(ends[1])));
}

Status Channel::send(char kind, std::string_view text, const std::vector<int>& fds) const {
    std::string data(1, kind);
    data += text.substr(0, most_text);
    iovec part{data.data(), data.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_fds)> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!fds.empty()) {
        if (fds.size() > most_fds) return fail(errno_error_of(E2BIG, "cannot pass descriptors"));
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(sizeof(int) * fds.size());
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * fds.size());
        std::memcpy(CMSG_DATA(header), fds.data(), sizeof(int) * fds.size());
    }
    while (::sendmsg(fd_.get(), &message, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR) return fail(errno_error("cannot talk to the other side of the launch"));
    }
    return {};
}

Result<Message> Channel::receive() const {
    std::string data(most_text + 1, '\0');
    iovec part{data.data(), data.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_fds)> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    ssize_t n = 0;
    while ((n = ::recvmsg(fd_.get(), &header, MSG_CMSG_CLOEXEC)) < 0) {
        if (errno == ECONNRESET) break;
        if (errno != EINTR) return fail(errno_error("cannot hear the other side of the launch"));
    }
    Message message;
    if (n <= 0) return message;
    message.kind = data[0];
    message.text.assign(data, 1, static_cast<std::size_t>(n) - 1);
    for (cmsghdr* c = CMSG_FIRSTHDR(&header); c != nullptr; c = CMSG_NXTHDR(&header, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof fd);
            message.fds.emplace_back(fd);
        }
    }
    return message;
}

}  // namespace qrun::sys
