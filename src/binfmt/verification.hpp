#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "binfmt/entry.hpp"
#include "sys/isolated_run.hpp"

namespace qrun::binfmt {

/// One file, whatever its path.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;

    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// What running a target's probe in an empty root directory showed.
enum class Verdict {
    ok,              ///< ran under the file that the entry names, with the argv[0] that its flags promise
    native,          ///< this machine executes the target's programs itself
    not_verifiable,  ///< no probe is known for this target, or none can be run here: never taken for ok
    no_handler,      ///< ENOEXEC: no enabled entry matches
    not_fixed,       ///< ENOENT: without flag F, the interpreter is not found in another root directory
    loop,            ///< ELOOP: the interpreter is itself matched by a handler
    stale,           ///< F holds an emulator that has since been replaced on disk
    other_file,      ///< another file than the entry names ran
    wrong_argv0,     ///< flag P and this emulator do not understand each other
    failed,          ///< anything else that is wrong
};

struct Verification {
    Verdict verdict = Verdict::not_verifiable;
    std::string detail;  ///< for people; empty for ok

    [[nodiscard]] bool ok() const { return verdict == Verdict::ok; }
    /// Neither proof that it works nor that it does not.
    [[nodiscard]] bool undecided() const { return verdict == Verdict::not_verifiable; }
};

/// The word for a verdict in tables and JSON: "ok", "not-verifiable", …
[[nodiscard]] const char* word(Verdict verdict);

/// Judges one run of a probe. `entry` is the one that should have handled it; `interpreter` the file that is
/// at its path now, if there is one.
[[nodiscard]] Verification judge(const sys::IsolatedRun& run, const Entry& entry,
                                 const std::optional<FileIdentity>& interpreter);

/// Whether the machine executed the probe by itself.
[[nodiscard]] bool ran_natively(const sys::IsolatedRun& run);

}  // namespace qrun::binfmt
