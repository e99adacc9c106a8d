#include "binfmt/conf_files.hpp"

#include <fcntl.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "sys/file.hpp"

namespace qrun::binfmt {
namespace {

constexpr std::size_t most_files = 10000;
constexpr std::size_t largest_file = 1U << 20U;

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> names;
    const auto fd = sys::open_file(directory, O_RDONLY | O_DIRECTORY);
    if (!fd) return names;
    const auto entries = sys::list_directory(fd->get(), most_files, directory);
    if (!entries) return names;
    for (const auto& entry : *entries) names.push_back(entry.name);
    return names;
}

}  // namespace

std::string BootHandlers::conf_file_of(std::string_view entry_name) const {
    for (const auto& line : systemd) {
        if (line.entry.name == entry_name) return line.file;
    }
    return {};
}

BootHandlers read_boot_handlers(const std::string& root) {
    std::map<std::string, std::string> files;  // name → path; systemd-binfmt reads them sorted by name
    for (const char* directory : {"/etc/binfmt.d", "/run/binfmt.d", "/usr/local/lib/binfmt.d", "/usr/lib/binfmt.d"}) {
        for (const auto& name : names_in(root + directory)) {
            if (name.ends_with(".conf")) files.emplace(name, std::string(directory) + "/" + name);
        }
    }
    BootHandlers handlers;
    for (const auto& [name, path] : files) {
        const auto text = sys::read_file(root + path, largest_file);
        if (!text) continue;
        for (auto& line : parse_conf(path, *text)) handlers.systemd.push_back(std::move(line));
    }
    handlers.update_binfmts = names_in(root + "/var/lib/binfmts");
    return handlers;
}

std::vector<ConfLine> parse_conf(const std::string& file, std::string_view text) {
    std::vector<ConfLine> lines;
    for (const auto& line : split(text, '\n')) {
        const auto trimmed = trim(line);
        if (trimmed.empty() || trimmed.front() == '#' || trimmed.front() == ';') continue;
        if (auto entry = parse_line(trimmed)) lines.push_back({file, *std::move(entry)});
    }
    return lines;
}

std::string own_conf_file(const Target& target) {
    return "/etc/binfmt.d/qbinfmt-" + std::string(target.name) + ".conf";
}

Result<std::string> own_conf_text(const Target& target, const Entry& entry) {
    QRUN_TRY(const std::string line, encode(entry));
    return "# Written by qbinfmt(8); 'qbinfmt uninstall " + std::string(target.name) + "' removes it.\n" + line +
           "\n";
}

}  // namespace qrun::binfmt
