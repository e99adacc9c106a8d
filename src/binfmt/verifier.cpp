#include "binfmt/verifier.hpp"

#include <sys/stat.h>

#include "binfmt/probe.hpp"

namespace qrun::binfmt {
namespace {

std::optional<FileIdentity> identity_of(const std::string& path) {
    struct stat st {};
    if (::stat(path.c_str(), &st) != 0) return std::nullopt;
    return FileIdentity{st.st_dev, st.st_ino};
}

}  // namespace

Verification Verifier::verify(const Target& target, const Entry& entry) const {
    if (runner_ == nullptr) return {Verdict::not_verifiable, why_not_};
    const auto file = probe_file(target);
    if (!file) return {Verdict::not_verifiable, "no probe is known for this target"};
    const auto run = runner_->run(*file);
    if (!run) return {Verdict::not_verifiable, run.error().message()};
    return judge(*run, entry, identity_of(entry.interpreter));
}

bool Verifier::is_native(const Target& target) const {
    const auto file = probe_file(target);
    if (runner_ != nullptr && file) {
        if (const auto run = runner_->run(*file)) return ran_natively(*run);
    }
    return target.family == "i386";  // the emulators' checks accept no other host than x86-64
}

}  // namespace qrun::binfmt
