#include "rootfs/create.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace qrun::rootfs {
namespace {

constexpr std::array<std::string_view, 12> debian_suites{"bullseye", "bookworm",  "trixie",       "forky",
                                                         "duke",     "sid",       "unstable",     "testing",
                                                         "stable",   "oldstable", "oldoldstable", "buster"};

constexpr std::array<std::string_view, 3> suffixes{"", "-updates", "-security"};

bool is_rolling(std::string_view suite) {
    return suite == "sid" || suite == "unstable";
}

bool is_name(std::string_view text, std::string_view also_allowed) {
    if (text.empty() || text.front() == '-') return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               also_allowed.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::string AptSource::line() const {
    return fmt::format("deb {} {} {}", uri, release, fmt::join(components, " "));
}

std::vector<AptSource> parse_index_targets(std::string_view text) {
    std::vector<AptSource> sources;
    for (const auto& line : split(text, '\n')) {
        const auto field = split(trim(line), ' ');
        if (field.size() != 3 || field[0].find("://") == std::string::npos) continue;
        const auto known = std::find_if(sources.begin(), sources.end(), [&](const AptSource& s) {
            return s.uri == field[0] && s.release == field[1];
        });
        if (known == sources.end()) {
            sources.push_back({field[0], field[1], {field[2]}});
        } else if (std::find(known->components.begin(), known->components.end(), field[2]) ==
                   known->components.end()) {
            known->components.push_back(field[2]);
        }
    }
    return sources;
}

std::vector<AptSource> sources_for(std::string_view suite, const std::vector<AptSource>& host,
                                   std::string_view host_id, std::string_view host_codename) {
    const bool debian = std::find(debian_suites.begin(), debian_suites.end(), suite) != debian_suites.end();
    if (host_codename.empty() || !(suite == host_codename || (debian && host_id == "debian"))) return {};
    std::vector<AptSource> sources;
    for (const auto& suffix : suffixes) {
        if (!suffix.empty() && is_rolling(suite)) break;  // all its updates are in it
        for (const auto& source : host) {
            if (source.release != fmt::format("{}{}", host_codename, suffix)) continue;
            sources.push_back({source.uri, fmt::format("{}{}", suite, suffix), source.components});
        }
    }
    const bool has_base =
        std::any_of(sources.begin(), sources.end(), [&](const AptSource& source) { return source.release == suite; });
    return has_base ? sources : std::vector<AptSource>{};
}

bool is_optional(const AptSource& source, std::string_view suite) {
    return source.release != suite;
}

Status check(const CreateRequest& request) {
    if (!is_name(request.suite, "._-/")) {
        return fail(
            plain_error("not the name of a suite:", request.suite, "suites are named like bookworm or trixie"));
    }
    if (!is_name(request.variant, "-")) {
        return fail(plain_error("not a variant of mmdebstrap:", request.variant,
                                "variants are apt, minbase, buildd, essential, standard, … (mmdebstrap(1))"));
    }
    for (const auto& package : request.packages) {
        if (is_name(package, "+.-:_~?/=")) continue;
        return fail(plain_error("not the name of a package:", package, "--include takes PACKAGE[,PACKAGE…]"));
    }
    for (const auto& source : request.sources) {
        const bool usable = source.uri.find("://") != std::string::npos &&
                            std::none_of(source.uri.begin(), source.uri.end(), [](char c) {
                                return static_cast<unsigned char>(c) <= ' ' || c == '[' || c == ']';
                            });
        if (!usable) {
            return fail(plain_error("not the address of a mirror:", source.uri,
                                    "--mirror takes an address like http://HOST/debian"));
        }
    }
    return {};
}

std::vector<std::string> create_command(const CreateRequest& request, const std::string& directory) {
    std::vector<std::string> command{"mmdebstrap", "--mode=root", "--format=directory",
                                     // No own network namespace, hence no own sysfs (EPERM): not needed to unpack.
                                     "--skip=chroot/mount/sys", "--architectures=" + request.architecture,
                                     "--variant=" + request.variant};
    if (!request.packages.empty()) command.push_back(fmt::format("--include={}", fmt::join(request.packages, ",")));
    if (request.quiet) command.emplace_back("--quiet");
    if (request.verbose) command.emplace_back("--verbose");
    std::string note;
    for (const auto& source : request.left_out) {
        note += "# left out by qrootfs create, its mirror was not usable: " + source.line() + "\n";
    }
    if (!note.empty()) {
        command.push_back("--customize-hook=printf %s " + shell_quoted(note) + " >> \"$1/etc/apt/sources.list\"");
    }
    // qrun shows the host's resolv.conf on this file, so that it must be there.
    command.emplace_back("--customize-hook=test -e \"$1/etc/resolv.conf\" || : > \"$1/etc/resolv.conf\"");
    command.push_back(request.suite);
    command.push_back(directory);
    for (const auto& source : request.sources) command.push_back(source.line());
    return command;
}

std::string os_release_value(std::string_view text, std::string_view key) {
    for (const auto& line : split(text, '\n')) {
        if (!line.starts_with(std::string(key) + "=")) continue;
        std::string value = line.substr(key.size() + 1);
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return {};
}

}  // namespace qrun::rootfs
