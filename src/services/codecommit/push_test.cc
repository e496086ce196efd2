#include "services/codecommit/push.h"

#include "base/bytes.h"
#include "base/digest.h"
#include "dataplane/git/packet_line.h"
#include "services/codecommit/codecommit_fixture.h"

namespace stellwerk::codecommit {
namespace {

const std::string kOne(40, '1'), kTwo(40, '2'), kNone(git::kZeroId);

Result<PushCommands> read(std::string bytes) {
  StringSource source(std::move(bytes));
  return read_commands(source);
}

TEST(PushCommands, AsClientsSendThem) {
  std::string capabilities(1, '\0');
  capabilities += " report-status side-band-64k atomic agent=git/2";
  auto commands =
      read(git::packet("shallow " + kTwo) + git::packet(kNone + " " + kOne + " refs/heads/a" + capabilities) +
           git::packet(kOne + " " + kNone + " refs/heads/b\n") + "0000PACK");
  ASSERT_TRUE(commands) << commands.error().message;
  ASSERT_EQ(commands->updates.size(), 2u);
  EXPECT_EQ(commands->updates[0].name, "refs/heads/a");
  EXPECT_EQ(commands->updates[1].name, "refs/heads/b");
  EXPECT_TRUE(commands->updates[1].is_deletion());
  EXPECT_TRUE(commands->is_from_shallow_clone && commands->is_atomic && commands->has_report &&
              commands->has_side_band);
  EXPECT_TRUE(read("0000")->updates.empty());
}

TEST(PushCommands, WhatIsNone) {
  for (const std::string& bad :
       {std::string(), std::string("0003"), std::string("zzzz"), std::string("00"), git::packet("hello") + "0000",
        git::packet("shallow " + kOne + "x") + "0000", git::packet(kOne + " " + kTwo) + "0000",
        git::packet(kOne + " " + kTwo + " ") + "0000", git::packet(kOne + "  " + kTwo + " refs/heads/a") + "0000",
        git::packet(kOne + " " + kTwo + " refs/heads/a")}) {
    EXPECT_EQ(read(bad).error().code, "MalformedPacket") << bad;
  }
}

TEST(PushReport, AsClientsReadIt) {
  PushReport report;
  report.references = {{"refs/heads/a", ""}, {"refs/heads/b", "why not"}};
  std::string plain =
      git::packet("unpack ok\n") + git::packet("ok refs/heads/a\n") + git::packet("ng refs/heads/b why not\n") + "0000";
  EXPECT_EQ(encode(report, {.has_report = true}), plain);
  EXPECT_EQ(encode(report, {.has_report = true, .has_side_band = true}), git::packet("\1" + plain) + "0000");
  EXPECT_EQ(encode(report, {}), "");
  EXPECT_EQ(encode(report, {.has_side_band = true}), "0000");
}

// As zlib would, without making it smaller.
std::string stored(const std::string& bytes) {
  std::uint32_t low = 1, high = 0;
  for (unsigned char byte : bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  auto size = static_cast<std::uint16_t>(bytes.size());
  std::string out("\x78\x01\x01", 3);
  for (std::uint16_t number : {size, static_cast<std::uint16_t>(~size)}) {
    out += static_cast<char>(number & 0xff);
    out += static_cast<char>(number >> 8);
  }
  out += bytes;
  for (std::uint32_t number : {high, low}) {
    out += static_cast<char>(number >> 8);
    out += static_cast<char>(number & 0xff);
  }
  return out;
}

enum PackedKind { kCommitObject = 1, kTreeObject = 2 };

std::string packed(PackedKind kind, const std::string& bytes) {
  std::string head(1, static_cast<char>(kind << 4 | (bytes.size() & 15)));
  if (bytes.size() >> 4) {
    head[0] = static_cast<char>(head[0] | 0x80);
    head += static_cast<char>(bytes.size() >> 4);
  }
  return head + stored(bytes);
}

std::string pack_of(std::initializer_list<std::string> objects) {
  std::string out("PACK\0\0\0\2\0\0\0", 11);
  out += static_cast<char>(objects.size());
  for (const std::string& object : objects) out += object;
  return out + digest(DigestKind::sha1, out);
}

// A commit of no files; without a parent if that is empty.
struct RawCommit {
  explicit RawCommit(const std::string& parent)
      : text("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n" + (parent.empty() ? "" : "parent " + parent + "\n") +
             "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"),
        id(to_hex(digest(DigestKind::sha1, "commit " + std::to_string(text.size()) + std::string(1, '\0') + text))) {}
  std::string pack() const { return pack_of({packed(kTreeObject, ""), packed(kCommitObject, text)}); }
  const std::string text;
  const std::string id;
};

class Pushes : public CodeCommitTest {
 protected:
  PushReport push(std::vector<ReferenceUpdate> updates, bool is_atomic = false) {
    return send({.updates = std::move(updates), .is_atomic = is_atomic, .has_report = true}, pack_of({}));
  }
  PushReport send(const PushCommands& commands, const std::string& pack) {
    Pusher pusher{{caller, "eu-central-1"}, {caller.account, "eu-central-1"}, [](const std::string& reference) {
                    return reference == "refs/heads/guarded"
                               ? Result<void>(::stellwerk::Error{"AccessDeniedException", "not\nyou", 403})
                               : Result<void>();
                  }};
    StringSource body(pack);
    auto report = receive_push(service, pusher, name, commands, body);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : PushReport{};
  }
};

TEST_F(Pushes, EachReferenceForItself) {
  put("a", "1");
  auto report = push({{"refs/heads/guarded", kNone, tip},
                      {"refs/heads/b", kNone, tip},
                      {"refs/heads/b/c", kNone, tip},
                      {"refs/heads/d", kNone, kOne},
                      {"refs/heads/main", kOne, tip}});
  EXPECT_EQ(report.unpack, "ok");
  EXPECT_EQ(report.references[0].second, "not you");
  EXPECT_EQ(report.references[1].second, "");
  EXPECT_EQ(report.references[2].second, "cannot lie beside refs/heads/b: one would be a folder of the other");
  EXPECT_EQ(report.references[3].second, "missing necessary objects");
  EXPECT_EQ(report.references[4].second, "the reference has moved meanwhile; fetch first");
  EXPECT_EQ(run(list_branches, {.repository_name = name})->branches->size(), 2u);
}

TEST_F(Pushes, AllOrNone) {
  put("a", "1");
  auto report = push({{"refs/heads/b", kNone, tip}, {"refs/heads/main", kOne, tip}}, true);
  EXPECT_EQ(report.references[0].second, "atomic push failure");
  EXPECT_EQ(report.references[1].second, "the reference has moved meanwhile; fetch first");
  EXPECT_EQ(run(list_branches, {.repository_name = name})->branches->size(), 1u);
}

TEST_F(Pushes, WhatGoesMakesRoom) {
  put("a", "1");
  EXPECT_EQ(push({{"refs/heads/dd", kNone, tip}}).references[0].second, "");
  auto report = push({{"refs/heads/dd/e", kNone, tip}, {"refs/heads/dd", tip, kNone}});
  EXPECT_EQ(report.references[0].second, "");
  EXPECT_EQ(report.references[1].second, "");
  report = push({{"refs/heads/main", tip, kNone}, {"refs/heads/none", tip, kNone}});
  EXPECT_EQ(report.references[0].second, "the default branch cannot be deleted");
  EXPECT_NE(report.references[1].second, "");
}

TEST_F(Pushes, OfAHistoryThatIsCutOff) {
  RawCommit first(""), second(first.id), orphan(kOne);
  EXPECT_EQ(send({.updates = {{"refs/heads/main", kNone, first.id}}}, first.pack() + "rubbish").references[0].second,
            "");
  // A shallow clone's: the history that it lacks is here.
  PushCommands commands{.updates = {{"refs/heads/main", first.id, second.id}}, .is_from_shallow_clone = true};
  EXPECT_EQ(send(commands, second.pack()).references[0].second, "");
  commands.updates = {{"refs/heads/other", kNone, orphan.id}};
  EXPECT_EQ(send(commands, orphan.pack()).references[0].second, "shallow update not allowed");
  commands.is_from_shallow_clone = false;
  EXPECT_EQ(send(commands, orphan.pack()).references[0].second, "unpacker error");
  EXPECT_EQ(run(list_branches, {.repository_name = name})->branches->size(), 1u);
  // Nothing of what was refused is left.
  for (const auto& file : std::filesystem::recursive_directory_iterator(site.work_directory)) {
    EXPECT_EQ(file.path().string().find("incoming/"), std::string::npos) << file.path();
  }
}

TEST_F(Pushes, AKeyThatIsDisabled) {
  put("a", "1");
  client.error = ::stellwerk::Error{"DisabledException", "the key is disabled", 400};
  EXPECT_EQ(push({{"refs/heads/b", kNone, tip}}).references[0].second, "the key is disabled");
}

TEST_F(Pushes, ABranchLeadsToACommit) {
  put("a", "1");
  auto file = run(get_file, {.repository_name = name, .file_path = "a"})->blob_id;
  auto report = push({{"refs/heads/b", kNone, file}, {"refs/tags/t", kNone, file}});
  EXPECT_EQ(report.references[0].second, "a branch must lead to a commit");
  EXPECT_EQ(report.references[1].second, "");
}

// Packs of many commits become few, and nothing is lost on the way.
TEST_F(Pushes, ManyPacksAreJoined) {
  for (std::size_t i = 0; i < 3 * kJoinedPacksLeast; ++i) put("file" + std::to_string(i % 5), std::to_string(i));
  store::Scope scope{caller.account, "eu-central-1"};
  auto count = [&] {
    auto transaction = store->begin();
    auto id = kRepositories.get(*transaction, scope, {name})->id;
    return kPacks.all(*transaction, scope, {id}).size();
  };
  for (int i = 0; i < 200 && count() >= kJoinedPacksLeast; ++i) {
    auto record = kRepositories.get(*store->begin(), scope, {name});
    service.packs().consider(scope, *record, std::string(kAes256KeyBytes, 'd'));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_LT(count(), kJoinedPacksLeast);
  std::string commit = tip;
  std::size_t commits = 0;
  for (; !commit.empty(); ++commits) {
    auto found = run(get_commit, {.repository_name = name, .commit_id = commit});
    ASSERT_TRUE(found);
    commit = found->commit.parents->empty() ? "" : found->commit.parents->front();
  }
  EXPECT_EQ(commits, 3 * kJoinedPacksLeast);
}

}  // namespace
}  // namespace stellwerk::codecommit
