#include "binfmt/conflict.hpp"

#include <algorithm>

namespace qrun::binfmt {
namespace {

unsigned char mask_at(const Entry& entry, std::size_t i) {
    return entry.mask.empty() ? 0xFF : static_cast<unsigned char>(entry.mask[i]);
}

}  // namespace

bool can_match_same_file(const Entry& a, const Entry& b) {
    if (a.kind != Entry::Kind::magic || b.kind != Entry::Kind::magic) return false;
    const std::size_t from = std::max(a.offset, b.offset);
    const std::size_t to = std::min(a.offset + a.magic.size(), b.offset + b.magic.size());
    for (std::size_t at = from; at < to; ++at) {
        const std::size_t i = at - a.offset;
        const std::size_t j = at - b.offset;
        const auto difference = static_cast<unsigned char>(a.magic[i] ^ b.magic[j]);
        if ((difference & mask_at(a, i) & mask_at(b, j)) != 0) return false;
    }
    return true;
}

}  // namespace qrun::binfmt
