#include "services/iam/statement_positions.h"

#include <string>

namespace stellwerk::iam {

namespace {

/// Goes through a JSON text and notes the objects that are the member "Statement" of the outermost one, or items of
/// the list there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<StatementPosition> run() {
    for (; at_ < text_.size(); step()) {
      switch (text_[at_]) {
        case '"': read_string(); break;
        case '{': open(); break;
        case '[': ++depth_; break;
        case '}': close(); break;
        case ']': --depth_; break;
        default: break;
      }
    }
    return std::move(found_);
  }

 private:
  void step() {
    if (at_ >= text_.size()) return;
    bool is_newline = text_[at_] == '\n';
    ++at_;
    line_ += is_newline ? 1 : 0;
    column_ = is_newline ? 1 : column_ + 1;
  }

  /// Stops at the closing quote. A string at depth 1 that a colon follows is the name of a member.
  void read_string() {
    std::size_t begin = at_ + 1;
    step();
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) step();
      step();
    }
    auto next = text_.find_first_not_of(" \t\r\n", at_ + 1);
    if (depth_ == 1 && next != std::string_view::npos && text_[next] == ':') {
      is_in_statements_ = text_.substr(begin, at_ - begin) == "Statement";
    }
  }

  void open() {
    ++depth_;
    if (!is_in_statements_ || statement_depth_ != 0 || depth_ < 2) return;
    statement_depth_ = depth_;
    found_.push_back({line_, column_, line_, column_});
  }

  void close() {
    if (statement_depth_ != 0 && depth_ == statement_depth_) {
      found_.back().end_line = line_;
      found_.back().end_column = column_ + 1;
      statement_depth_ = 0;
    }
    --depth_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1, column_ = 1;
  int depth_ = 0;
  int statement_depth_ = 0;  // of the statement that is being read, or 0
  bool is_in_statements_ = false;
  std::vector<StatementPosition> found_;
};

}  // namespace

std::vector<StatementPosition> statement_positions(std::string_view policy) { return Scanner(policy).run(); }

}  // namespace stellwerk::iam
