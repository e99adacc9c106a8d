#include "cli/command_line.hpp"

#include <sys/auxv.h>

#include <memory>
#include <sstream>
#include <utility>

namespace qrun::cli {
namespace {

class UsageFormatter : public CLI::Formatter {
  public:
    explicit UsageFormatter(std::string usage) : usage_(std::move(usage)) {}
    std::string make_usage(const CLI::App*, std::string) const override { return usage_ + "\n"; }

  private:
    std::string usage_;
};

}  // namespace

void set_usage(CLI::App& app, const std::string& usage, std::size_t column) {
    auto formatter = std::make_shared<UsageFormatter>(usage);
    formatter->column_width(column);
    app.formatter(std::move(formatter));
}

Result<TextToPrint> parse_command_line(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            std::ostringstream ignored;
            app.exit(error, out, ignored);
            return out.str();
        }
        return fail(plain_error(error.what(), {}, "see " + app.get_name() + " --help"));
    }
}

Status refuse_set_id() {
    if (::getauxval(AT_SECURE) == 0) return {};
    return fail(plain_error("refusing to run set-user-ID, set-group-ID or with file capabilities", {},
                            "take the bit away (chmod u-s,g-s; setcap -r): an ordinary user needs none"));
}

}  // namespace qrun::cli
