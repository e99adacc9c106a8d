#include "cli/qbinfmt_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace qrun::cli {
namespace {

using Json = nlohmann::ordered_json;
using binfmt::Handler;

void put(const std::string& text) {
    (void)std::fwrite(text.data(), 1, text.size(), stdout);
}

void put(const Json& document) {
    put(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Json document_of(const QbinfmtOptions& options) {
    return {{"schema", qbinfmt_schema}, {"program", "qbinfmt " QRUN_VERSION}, {"verb", word(options.verb)}};
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(printable(text));
}

Json json_of(const Error& error) {
    return {{"message", error.message()}, {"hint", text_or_null(error.hint)}};
}

std::string hex(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

std::string version_of(const Handler& handler) {
    return handler.version ? handler.version->text() : std::string();
}

/// Whether the emulator that runs is not the one on disk; nothing when it was not or cannot be found out.
std::optional<bool> stale(const Handler& handler) {
    using binfmt::Verdict;
    if (!handler.verification || handler.verification->undecided()) return std::nullopt;
    if (handler.verification->verdict == Verdict::no_handler || handler.verification->verdict == Verdict::not_fixed)
        return std::nullopt;
    return handler.verification->verdict == Verdict::stale || handler.verification->verdict == Verdict::other_file;
}

Json json_of(const Handler& handler) {
    const auto& entry = handler.entry;
    const bool by_magic = entry.kind == binfmt::Entry::Kind::magic;
    Json json{{"name", printable(entry.name)},
              {"target", handler.target != nullptr ? Json(handler.target->name) : Json(nullptr)},
              {"interpreter", printable(entry.interpreter)},
              {"interpreter_exists", handler.interpreter_there},
              {"version", text_or_null(version_of(handler))},
              {"flags", entry.flags},
              {"enabled", entry.enabled},
              {"owner", word(handler.owner)},
              {"persistent", !handler.conf_file.empty()},
              {"conf_file", text_or_null(handler.conf_file)}};
    const auto is_stale = stale(handler);
    json["stale"] = is_stale ? Json(*is_stale) : Json(nullptr);
    json["verification"] = handler.verification ? Json(word(handler.verification->verdict)) : Json(nullptr);
    json["verification_detail"] = handler.verification ? text_or_null(handler.verification->detail) : Json(nullptr);
    json["conflicts"] = Json::array();
    for (const auto& name : handler.conflicts) json["conflicts"].push_back(printable(name));
    json["loses_to"] = text_or_null(handler.loses_to);
    json["kind"] = by_magic ? "magic" : "extension";
    json["offset"] = entry.offset;
    json["magic"] = by_magic ? hex(entry.magic) : printable(entry.magic);
    json["mask"] = text_or_null(hex(entry.mask));
    return json;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& each : words) text += (text.empty() ? "" : ", ") + printable(each);
    return text;
}

std::string or_dash(std::string text) {
    return text.empty() ? "-" : text;
}

std::string conflicts_of(const Handler& handler) {
    if (handler.conflicts.empty()) return "-";
    return joined(handler.conflicts) + (handler.loses_to.empty() ? " (wins)" : " (loses)");
}

std::string stale_word(const Handler& handler) {
    const auto is_stale = stale(handler);
    return !is_stale ? "?" : *is_stale ? "stale" : "no";
}

void print_list_table(const binfmt::Inventory& inventory) {
    std::vector<std::vector<std::string>> rows{
        {"NAME", "TARGET", "STATE", "FLAGS", "OWNER", "AT BOOT", "STALE", "VERSION", "INTERPRETER", "CONFLICTS"}};
    for (const auto& handler : inventory.handlers) {
        rows.push_back({printable(handler.entry.name),
                        handler.target != nullptr ? std::string(handler.target->name) : "-",
                        handler.entry.enabled ? "enabled" : "disabled", or_dash(handler.entry.flags),
                        word(handler.owner), handler.conf_file.empty() ? "no" : "yes", stale_word(handler),
                        or_dash(version_of(handler)), printable(handler.entry.interpreter), conflicts_of(handler)});
    }
    put(table_text(rows));
}

Json json_of(const QbinfmtResult& result) {
    Json json{{"target", result.target},
              {"outcome", result.outcome},
              {"status", result.status},
              {"entry", text_or_null(result.entry)},
              {"interpreter", text_or_null(result.interpreter)},
              {"version", text_or_null(result.version)},
              {"verification", text_or_null(result.verification)},
              {"conf_file", text_or_null(result.conf_file)}};
    if (!result.dry_run.empty()) json["dry_run"] = result.dry_run;
    json["error"] = result.error ? json_of(*result.error) : Json(nullptr);
    return json;
}

void say(const QbinfmtResult& result, const QbinfmtOptions& options) {
    if (result.error) {
        if (result.status != qbinfmt_done) return log_error(*result.error);
        return log_warning(result.error->message(), result.error->hint);
    }
    std::string text = result.target + ": " + (options.dry_run ? "would be " : "") + result.outcome;
    if (result.outcome == "missing") text = result.target + ": no emulator installed";
    if (result.outcome == "native") text = result.target + ": this machine executes these programs itself";
    if (!result.interpreter.empty()) {
        text += " (" + result.interpreter;
        if (!result.version.empty()) text += ", QEMU " + result.version;
        if (!result.verification.empty())
            text += result.verification == "ok" ? ", verified" : ", " + result.verification;
        text += ")";
    }
    const bool passed_over = result.outcome == "missing" || result.outcome == "native";
    if (passed_over && options.means_all()) return log_verbose(text);
    log_info(text);
}

}  // namespace

std::string table_text(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("{:<{}}  ", row[i], widths[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string tonistiigi_text(const binfmt::Inventory& inventory) {
    std::vector<std::string> supported{"linux/amd64",
                                       "linux/386"};  // the host's own; the emulators' checks accept no other
    for (const auto& target : binfmt::all_targets()) {
        const auto* winner = inventory.winner_for(target);
        if (winner == nullptr || !inventory.enabled || target.oci.empty()) continue;
        for (const auto& platform : split(target.oci, ',')) {
            // BuildKit adds the variants that a plain name includes by itself.
            const bool duplicate =
                platform == "linux/arm" || platform == "linux/arm/v5" || platform == "linux/arm64/v8";
            if (!duplicate && std::find(supported.begin(), supported.end(), platform) == supported.end())
                supported.push_back(platform);
        }
    }
    Json emulators = Json::array();
    for (const auto& handler : inventory.handlers) emulators.push_back(printable(handler.entry.name));
    return Json{{"supported", supported}, {"emulators", emulators}}.dump(2, ' ', false,
                                                                         Json::error_handler_t::replace) +
           "\n";
}

void print_results(const QbinfmtOptions& options, const std::vector<QbinfmtResult>& results) {
    if (options.json) {
        Json document = document_of(options);
        document["results"] = Json::array();
        for (const auto& result : results) document["results"].push_back(json_of(result));
        put(document);
        return;
    }
    for (const auto& result : results) {
        for (const auto& line : result.dry_run) put(line + "\n");
        say(result, options);
    }
    std::vector<std::string> missing;
    for (const auto& result : results) {
        if (result.outcome == "missing" && result.status == qbinfmt_done) missing.push_back(result.target);
    }
    if (!missing.empty()) log_info("no emulator installed for: " + joined(missing));
}

void print_list(const QbinfmtOptions& options, const binfmt::Inventory& inventory) {
    if (options.format == "tonistiigi") return put(tonistiigi_text(inventory));
    if (!options.json) {
        print_list_table(inventory);
        if (!inventory.enabled)
            log_warning("binfmt_misc as a whole is switched off", "echo 1 > " + options.directory + "/status");
        for (const auto& error : inventory.unreadable) log_error(error);
        return;
    }
    Json document = document_of(options);
    document["enabled"] = inventory.enabled;
    document["handlers"] = Json::array();
    for (const auto& handler : inventory.handlers) document["handlers"].push_back(json_of(handler));
    document["unreadable"] = Json::array();
    for (const auto& error : inventory.unreadable) document["unreadable"].push_back(json_of(error));
    put(document);
}

void print_handler(const QbinfmtOptions& options, const Handler& handler) {
    if (options.json) {
        Json document = document_of(options);
        document["handler"] = json_of(handler);
        put(document);
        return;
    }
    const auto& entry = handler.entry;
    const bool by_magic = entry.kind == binfmt::Entry::Kind::magic;
    std::string verification = "not verified";
    if (handler.verification) {
        verification = word(handler.verification->verdict);
        if (!handler.verification->detail.empty()) verification += ": " + handler.verification->detail;
    }
    put(table_text(
        {{"name:", printable(entry.name)},
         {"target:", handler.target != nullptr ? std::string(handler.target->name) : "-"},
         {"state:", entry.enabled ? "enabled" : "disabled"},
         {"interpreter:", printable(entry.interpreter) + (handler.interpreter_there ? "" : " (does not exist here)")},
         {"version:", or_dash(version_of(handler))},
         {"flags:", or_dash(entry.flags)},
         {"owner:", word(handler.owner)},
         {"at boot:", handler.conf_file.empty() ? "no" : printable(handler.conf_file)},
         {"stale:", stale_word(handler)},
         {"verification:", verification},
         {"conflicts:", conflicts_of(handler)},
         {by_magic ? "magic:" : "extension:", by_magic ? hex(entry.magic) : printable(entry.magic)},
         {"mask:", or_dash(hex(entry.mask))},
         {"offset:", std::to_string(entry.offset)}}));
}

void print_verified(const QbinfmtOptions& options, const std::vector<VerifiedTarget>& verified) {
    if (!options.json) {
        std::vector<std::vector<std::string>> rows{{"TARGET", "ENTRY", "VERDICT", "DETAIL"}};
        for (const auto& each : verified) {
            rows.push_back({each.target, or_dash(printable(each.entry)), word(each.verification.verdict),
                            each.verification.detail});
        }
        return put(table_text(rows));
    }
    Json document = document_of(options);
    document["results"] = Json::array();
    for (const auto& each : verified) {
        document["results"].push_back({{"target", each.target},
                                       {"entry", text_or_null(each.entry)},
                                       {"verdict", word(each.verification.verdict)},
                                       {"ok", each.verification.ok()},
                                       {"detail", text_or_null(each.verification.detail)}});
    }
    put(document);
}

void print_findings(const QbinfmtOptions& options, const std::vector<binfmt::Finding>& findings) {
    const auto severity = [](const binfmt::Finding& finding) {
        return finding.severity == binfmt::Finding::Severity::problem ? "problem" : "warning";
    };
    if (options.json) {
        Json document = document_of(options);
        document["findings"] = Json::array();
        for (const auto& finding : findings) {
            document["findings"].push_back({{"id", finding.id},
                                            {"severity", severity(finding)},
                                            {"what", finding.what},
                                            {"why", finding.why},
                                            {"cure", finding.cure}});
        }
        return put(document);
    }
    for (const auto& finding : findings) {
        put(fmt::format("{}: {}\n  why:  {}\n  cure: {}\n", severity(finding), finding.what, finding.why,
                        finding.cure));
    }
    if (findings.empty()) put(std::string("nothing is wrong\n"));
}

void print_exports(const QbinfmtOptions& options, const std::vector<std::pair<std::string, std::string>>& texts) {
    if (options.json) {
        Json document = document_of(options);
        document["format"] = options.format;
        document["results"] = Json::array();
        for (const auto& [target, text] : texts) document["results"].push_back({{"target", target}, {"text", text}});
        return put(document);
    }
    const bool several_files = options.format == "update-binfmts" && texts.size() > 1;
    for (const auto& [target, text] : texts) put((several_files ? "# qbinfmt-" + target + "\n" : "") + text);
}

void print_error_json(const QbinfmtOptions& options, const Error& error, int status) {
    Json document = document_of(options);
    document["status"] = status;
    document["error"] = json_of(error);
    put(document);
}

}  // namespace qrun::cli
