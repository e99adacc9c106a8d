#include "launch/report.hpp"

#include <catch2/catch.hpp>
#include <cerrno>

using namespace qrun;
using namespace qrun::launch;

TEST_CASE("a failure survives the way to the launcher") {
    const Failure failure{{"cannot mount", "/a\nb", EPERM, "do this\nor that"}, 126};
    const Failure back = decode_failure(encode(failure));
    CHECK(back.status == 126);
    CHECK(back.error.what == failure.error.what);
    CHECK(back.error.path == failure.error.path);
    CHECK(back.error.errno_value == EPERM);
    CHECK(back.error.hint == failure.error.hint);
}

TEST_CASE("a mangled failure is still a failure") {
    CHECK(decode_failure("").error.what.empty());
    CHECK(decode_failure("125").status == 125);
}

TEST_CASE("an ending survives, and means what a shell would show") {
    const auto exited = decode_ending(encode(sys::Ending{false, 3}));
    CHECK(exited.shell_status() == 3);
    const auto killed = decode_ending(encode(sys::Ending{true, 9}));
    CHECK(killed.shell_status() == 137);
    CHECK(sys::ending_of(3 << 8).shell_status() == 3);
    CHECK(sys::ending_of(15).shell_status() == 143);
}

TEST_CASE("what a failed exec means") {
    CHECK(exec_failure(ENOENT, "x").status == status_not_found);
    CHECK(exec_failure(EACCES, "x").status == status_not_executable);
    CHECK(exec_failure(ENOEXEC, "x").status == status_not_executable);
    CHECK(exec_failure(ENOENT, "x").error.hint != exec_failure(ENOENT, "/x").error.hint);
}
