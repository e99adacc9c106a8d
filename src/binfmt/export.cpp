#include "binfmt/export.hpp"

#include "base/text.hpp"

namespace qrun::binfmt {

Result<std::string> export_entry(const Entry& entry, ExportFormat format) {
    QRUN_TRY(const std::string line, encode(entry));
    if (format != ExportFormat::update_binfmts) return line + "\n";

    // The fields of update-binfmts are those of the line, one a line (update-binfmts(8), "FORMAT FILES").
    const auto fields = split(line, ':');
    if (entry.kind != Entry::Kind::magic || fields.size() != 8) {
        return fail(plain_error("only handlers by magic can be exported for update-binfmts:", entry.name));
    }
    const auto yes_no = [&](char flag) { return entry.has(flag) ? "yes" : "no"; };
    std::string text = "package qbinfmt\ninterpreter " + entry.interpreter + "\nmagic " + fields[4] + "\noffset " +
                       std::to_string(entry.offset) + "\n";
    if (!entry.mask.empty()) text += "mask " + fields[5] + "\n";
    return text + "credentials " + yes_no('C') + "\nfix_binary " + yes_no('F') + "\npreserve " + yes_no('P') + "\n";
}

}  // namespace qrun::binfmt
