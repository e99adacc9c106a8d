#include "launch/environment.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace qrun::launch {
namespace {

constexpr std::array<std::string_view, 22> passed_names{"TERM",
                                                        "COLORTERM",
                                                        "NO_COLOR",
                                                        "FORCE_COLOR",
                                                        "CLICOLOR",
                                                        "CLICOLOR_FORCE",
                                                        "LANG",
                                                        "LANGUAGE",
                                                        "TZ",
                                                        "CI",
                                                        "http_proxy",
                                                        "https_proxy",
                                                        "ftp_proxy",
                                                        "no_proxy",
                                                        "all_proxy",
                                                        "HTTP_PROXY",
                                                        "HTTPS_PROXY",
                                                        "FTP_PROXY",
                                                        "NO_PROXY",
                                                        "ALL_PROXY",
                                                        "SOURCE_DATE_EPOCH",
                                                        "DEBIAN_FRONTEND"};

bool is_passed(std::string_view name) {
    return name.starts_with("LC_") || std::find(passed_names.begin(), passed_names.end(), name) != passed_names.end();
}

using Variables = std::map<std::string, std::string, std::less<>>;

Variables variables_of(const std::vector<std::string>& strings) {
    Variables variables;
    for (const auto& string : strings) {
        const auto equals = string.find('=');
        if (equals == std::string::npos || equals == 0) continue;
        variables[string.substr(0, equals)] = string.substr(equals + 1);
    }
    return variables;
}

Status add_wishes(Variables& variables, const Variables& host,
                  const std::vector<std::pair<std::string, std::optional<std::string>>>& wishes) {
    for (const auto& [name, value] : wishes) {
        if (name.empty() || name.find('=') != std::string::npos) {
            return fail(
                plain_error("not a name of an environment variable:", name, "use --env NAME=VALUE or --env NAME"));
        }
        if (value) {
            variables[name] = *value;
        } else if (const auto known = host.find(name); known != host.end()) {
            variables[name] = known->second;
        }
    }
    return {};
}

std::vector<std::string> strings_of(const Variables& variables) {
    std::vector<std::string> strings;
    for (const auto& [name, value] : variables) strings.push_back(name + "=" + value);
    return strings;
}

}  // namespace

Result<std::vector<std::string>> guest_environment(
    const std::vector<std::string>& host, const rootfs::Account& account,
    const std::vector<std::pair<std::string, std::optional<std::string>>>& wishes) {
    const Variables outside = variables_of(host);
    Variables guest;
    for (const auto& [name, value] : outside) {
        if (is_passed(name)) guest[name] = value;
    }
    guest["HOME"] = account.home;
    guest["USER"] = account.name;
    guest["LOGNAME"] = account.name;
    guest["SHELL"] = account.shell;
    guest["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    guest["container"] = "qrun";  // as systemd-nspawn and podman tell theirs (systemd's CONTAINER_INTERFACE)
    QRUN_CHECK(add_wishes(guest, outside, wishes));
    return strings_of(guest);
}

Result<std::vector<std::string>> host_environment(
    const std::vector<std::string>& host,
    const std::vector<std::pair<std::string, std::optional<std::string>>>& wishes) {
    const Variables outside = variables_of(host);
    Variables all = outside;
    QRUN_CHECK(add_wishes(all, outside, wishes));
    return strings_of(all);
}

}  // namespace qrun::launch
