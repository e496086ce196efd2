// What each operation must be allowed, held against
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html
#include "services/codecommit/codecommit_fixture.h"
#include "services/codecommit/tree_source.h"

namespace stellwerk::codecommit {
namespace {

const std::string kArn = "arn:aws:codecommit:eu-central-1:111122223333:site";

class Accesses : public CodeCommitTest {
 protected:
  Accesses() { EXPECT_TRUE(run(tag_resource, {.resource_arn = kArn, .tags = {{"team", "web"}}})); }
  // The one access of a request: its action, always on the repository with its tags.
  template <class Request>
  std::string action_of(const Request& request, std::map<std::string, std::vector<std::string>> more = {}) {
    auto found = accesses_of(request);
    EXPECT_EQ(found.size(), 1u);
    if (found.empty()) return "";
    EXPECT_EQ(found[0].resource, kArn);
    more["aws:ResourceTag/team"] = {"web"};
    EXPECT_EQ(found[0].context, more);
    return found[0].action;
  }
};

TEST_F(Accesses, OfARepository) {
  EXPECT_EQ(action_of(BatchGetCommitsRequest{.repository_name = name}), "codecommit:BatchGetCommits");
  EXPECT_EQ(action_of(BatchGetRepositoriesRequest{.repository_names = {name}}), "codecommit:BatchGetRepositories");
  EXPECT_EQ(action_of(DeleteRepositoryRequest{.repository_name = name}), "codecommit:DeleteRepository");
  EXPECT_EQ(action_of(GetBlobRequest{.repository_name = name}), "codecommit:GetBlob");
  EXPECT_EQ(action_of(GetBranchRequest{.repository_name = name}), "codecommit:GetBranch");
  EXPECT_EQ(action_of(GetCommitRequest{.repository_name = name}), "codecommit:GetCommit");
  EXPECT_EQ(action_of(GetDifferencesRequest{.repository_name = name}), "codecommit:GetDifferences");
  EXPECT_EQ(action_of(GetFileRequest{.repository_name = name}), "codecommit:GetFile");
  EXPECT_EQ(action_of(GetFolderRequest{.repository_name = name}), "codecommit:GetFolder");
  EXPECT_EQ(action_of(GetRepositoryRequest{.repository_name = name}), "codecommit:GetRepository");
  EXPECT_EQ(action_of(ListBranchesRequest{.repository_name = name}), "codecommit:ListBranches");
  EXPECT_EQ(action_of(ListTagsForResourceRequest{.resource_arn = kArn}), "codecommit:ListTagsForResource");
  EXPECT_EQ(action_of(UpdateDefaultBranchRequest{.repository_name = name}), "codecommit:UpdateDefaultBranch");
  EXPECT_EQ(action_of(UpdateRepositoryDescriptionRequest{.repository_name = name}),
            "codecommit:UpdateRepositoryDescription");
  EXPECT_EQ(action_of(UpdateRepositoryEncryptionKeyRequest{.repository_name = name}),
            "codecommit:UpdateRepositoryEncryptionKey");
  EXPECT_EQ(action_of(UpdateRepositoryNameRequest{.old_name = name, .new_name = "x"}),
            "codecommit:UpdateRepositoryName");
}

TEST_F(Accesses, OfAReference) {
  std::map<std::string, std::vector<std::string>> main{{"codecommit:References", {"refs/heads/main"}}};
  EXPECT_EQ(action_of(CreateBranchRequest{.repository_name = name, .branch_name = "main"}, main),
            "codecommit:CreateBranch");
  EXPECT_EQ(action_of(CreateCommitRequest{.repository_name = name, .branch_name = "main"}, main),
            "codecommit:CreateCommit");
  EXPECT_EQ(action_of(DeleteBranchRequest{.repository_name = name, .branch_name = "refs/heads/main"}, main),
            "codecommit:DeleteBranch");
  EXPECT_EQ(action_of(DeleteFileRequest{.repository_name = name, .branch_name = "main"}, main),
            "codecommit:DeleteFile");
  EXPECT_EQ(action_of(PutFileRequest{.repository_name = name, .branch_name = "main"}, main), "codecommit:PutFile");
}

TEST_F(Accesses, OfTags) {
  EXPECT_EQ(action_of(TagResourceRequest{.resource_arn = kArn, .tags = {{"a", "1"}}},
                      {{"aws:RequestTag/a", {"1"}}, {"aws:TagKeys", {"a"}}}),
            "codecommit:TagResource");
  EXPECT_EQ(action_of(UntagResourceRequest{.resource_arn = kArn, .tag_keys = {"a"}}, {{"aws:TagKeys", {"a"}}}),
            "codecommit:UntagResource");
  CreateRepositoryRequest request{.repository_name = "new", .tags = {{{"a", "1"}}}};
  auto found = accesses_of(request);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].action, "codecommit:CreateRepository");
  EXPECT_EQ(found[1].action, "codecommit:TagResource");
  for (const ports::Access& one : found) {
    EXPECT_EQ(one.resource, "arn:aws:codecommit:eu-central-1:111122223333:new");
    EXPECT_EQ(one.context.at("aws:RequestTag/a"), std::vector<std::string>{"1"});
    EXPECT_EQ(one.context.at("aws:TagKeys"), std::vector<std::string>{"a"});
  }
  request.tags.reset();
  EXPECT_EQ(accesses_of(request).size(), 1u);
}

TEST_F(Accesses, OfTheWholeAccount) {
  auto found = accesses_of(ListRepositoriesRequest{});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].action, "codecommit:ListRepositories");
  EXPECT_EQ(found[0].resource, "*");
}

// Pipelines and builds come another way and are asked the same question.
TEST_F(Accesses, OfSourceTrees) {
  put("a", "1");
  TreeSource source(service);
  ports::Session session{caller, "eu-central-1"};
  auto revision = source.resolve(session, "codecommit:GetBranch", name, "");
  ASSERT_TRUE(revision);
  EXPECT_EQ(revision->commit_id, tip);
  ASSERT_TRUE(source.zip(session, "codecommit:UploadArchive", name, tip));
  ASSERT_EQ(authoriser.asked.size(), 2u);
  EXPECT_EQ(authoriser.asked[0].action, "codecommit:GetBranch");
  EXPECT_EQ(authoriser.asked[1].action, "codecommit:UploadArchive");
  for (const ports::Access& one : authoriser.asked) {
    EXPECT_EQ(one.resource, kArn);
    EXPECT_EQ(one.context.at("aws:ResourceTag/team"), std::vector<std::string>{"web"});
  }
  EXPECT_EQ(source.resolve(session, "codecommit:GetBranch", name, "none").error().code, "BranchDoesNotExistException");
  EXPECT_EQ(source.zip(session, "codecommit:UploadArchive", name, "main").error().code, "InvalidCommitIdException");
}

}  // namespace
}  // namespace stellwerk::codecommit
