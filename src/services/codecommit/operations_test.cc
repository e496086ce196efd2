// What each operation answers and refuses; each error code of the service by its name.
#include <algorithm>

#include "services/codecommit/codecommit_fixture.h"

namespace stellwerk::codecommit {
namespace {

const std::string kNoObject(40, '1');

using Operations = CodeCommitTest;

TEST_F(Operations, Repositories) {
  EXPECT_EQ(error(create_repository, {.repository_name = name}), "RepositoryNameExistsException");
  for (const char* bad : {"a b", "x.git", "..", "a/b"}) {
    EXPECT_EQ(error(create_repository, {.repository_name = bad}), "InvalidRepositoryNameException");
  }
  EXPECT_EQ(error(get_repository, {.repository_name = "none"}), "RepositoryDoesNotExistException");
  EXPECT_TRUE(run(update_repository_description, {.repository_name = name, .repository_description = "text"}));
  auto found = run(get_repository, {.repository_name = name});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->repository_metadata->repository_description, "text");
  EXPECT_TRUE(run(create_repository, {.repository_name = "other"}));
  EXPECT_EQ(error(update_repository_name, {.old_name = name, .new_name = "other"}), "RepositoryNameExistsException");
  EXPECT_EQ(error(update_repository_name, {.old_name = name, .new_name = "a b"}), "InvalidRepositoryNameException");
  EXPECT_TRUE(run(update_repository_name, {.old_name = "other", .new_name = "renamed"}));
  auto batch = run(batch_get_repositories, {.repository_names = {"renamed", "other"}});
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->repositories->size(), 1u);
  EXPECT_EQ(*batch->repositories_not_found, std::vector<std::string>{"other"});
  auto list = run(list_repositories, {});
  ASSERT_TRUE(list);
  EXPECT_EQ(list->repositories->size(), 2u);
  EXPECT_EQ(error(list_repositories, {.next_token = "mine"}), "InvalidContinuationTokenException");
  EXPECT_EQ(error(list_branches, {.repository_name = name, .next_token = "1"}), "InvalidContinuationTokenException");
  EXPECT_TRUE(run(delete_repository, {.repository_name = "renamed"})->repository_id);
  EXPECT_FALSE(run(delete_repository, {.repository_name = "renamed"})->repository_id);
}

TEST_F(Operations, PagesGoOnWhereTheLastOneEnded) {
  ASSERT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
    for (int i = 100; i < 350; ++i) {
      RepositoryRecord record;
      record.name = "many" + std::to_string(i);
      record.modified = Timestamp{i};
      kRepositories.put(transaction, {caller.account, "eu-central-1"}, {record.name}, record);
    }
    return {};
  }));
  for (const char* order : {"ascending", "descending"}) {
    for (const char* sort : {"repositoryName", "lastModifiedDate"}) {
      ListRepositoriesRequest request{.sort_by = sort, .order = order};
      std::vector<std::string> names;
      do {
        auto page = run(list_repositories, request);
        ASSERT_TRUE(page);
        for (const auto& one : *page->repositories) names.push_back(*one.repository_name);
        request.next_token = page->next_token;
      } while (request.next_token);
      EXPECT_EQ(names.size(), 251u);
      if (order[0] == 'd') std::ranges::reverse(names);
      EXPECT_TRUE(std::ranges::is_sorted(names));
    }
  }
}

TEST_F(Operations, ListsOfNamesHaveBounds) {
  EXPECT_EQ(error(batch_get_repositories, {}), "RepositoryNamesRequiredException");
  EXPECT_EQ(error(batch_get_repositories, {.repository_names = std::vector<std::string>(101, "x")}),
            "MaximumRepositoryNamesExceededException");
  EXPECT_EQ(error(batch_get_commits, {.repository_name = name}), "CommitIdsListRequiredException");
  EXPECT_EQ(error(batch_get_commits, {.commit_ids = std::vector<std::string>(101, kNoObject), .repository_name = name}),
            "CommitIdsLimitExceededException");
}

TEST_F(Operations, AnAccountHasSoManyRepositories) {
  ASSERT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
    for (std::size_t i = 1; i < kRepositoriesLimit; ++i) {
      kRepositories.put(transaction, {caller.account, "eu-central-1"}, {"many" + std::to_string(i)}, {});
    }
    return {};
  }));
  EXPECT_EQ(error(create_repository, {.repository_name = "more"}), "RepositoryLimitExceededException");
}

TEST_F(Operations, Tags) {
  std::string arn = "arn:aws:codecommit:eu-central-1:111122223333:site";
  EXPECT_TRUE(run(tag_resource, {.resource_arn = arn, .tags = {{"team", "web"}, {"stage", "test"}}}));
  EXPECT_TRUE(run(untag_resource, {.resource_arn = arn, .tag_keys = {"stage", "never"}}));
  EXPECT_EQ(run(list_tags_for_resource, {.resource_arn = arn})->tags->size(), 1u);
  EXPECT_EQ(error(list_tags_for_resource, {.resource_arn = arn, .next_token = "x"}),
            "InvalidContinuationTokenException");
  EXPECT_EQ(error(tag_resource, {.resource_arn = arn}), "TagsMapRequiredException");
  EXPECT_EQ(error(untag_resource, {.resource_arn = arn}), "TagKeysListRequiredException");
  for (const char* reserved : {"aws:x", "AWS:x", "aWs:cloudformation:stack"}) {
    EXPECT_EQ(error(tag_resource, {.resource_arn = arn, .tags = {{reserved, "x"}}}), "InvalidSystemTagUsageException");
    EXPECT_EQ(error(create_repository, {.repository_name = "new", .tags = {{{reserved, "x"}}}}),
              "InvalidSystemTagUsageException");
  }
  EXPECT_EQ(error(tag_resource, {.resource_arn = arn, .tags = {{std::string(2000, 'k'), "x"}}}),
            "InvalidTagsMapException");
  std::map<std::string, std::string> many;
  for (int i = 0; i < 51; ++i) many["key" + std::to_string(i)] = "";
  EXPECT_EQ(error(tag_resource, {.resource_arn = arn, .tags = many}), "TooManyTagsException");
  EXPECT_EQ(error(create_repository, {.repository_name = "new", .tags = many}), "TooManyTagsException");
  for (const char* bad : {"arn:aws:codecommit:us-east-1:111122223333:site", "arn:aws:s3:::site", "site",
                          "arn:aws:codecommit:eu-central-1:999999999999:site"}) {
    EXPECT_EQ(error(tag_resource, {.resource_arn = bad, .tags = {{"a", "b"}}}), "InvalidResourceArnException");
  }
}

TEST_F(Operations, Branches) {
  std::string first = put("a", "1");
  auto create = [&](const std::string& branch, const std::string& commit) {
    return error(create_branch, {.repository_name = name, .branch_name = branch, .commit_id = commit});
  };
  EXPECT_EQ(create("dd", first), "");
  EXPECT_EQ(create("dd", first), "BranchNameExistsException");
  for (const char* bad : {"dd/e", "a..b", "-x", "HEAD", "a b", "refs/tags/x..",
                          "1111111111111111111111111111111111111111", "\xff", "x.lock"}) {
    EXPECT_EQ(create(bad, first), "InvalidBranchNameException") << bad;
  }
  EXPECT_EQ(create(std::string(257, 'n'), first), "InvalidBranchNameException");
  EXPECT_EQ(create("", first), "BranchNameRequiredException");
  EXPECT_EQ(create("x", ""), "CommitIdRequiredException");
  EXPECT_EQ(create("x", "main"), "InvalidCommitIdException");
  EXPECT_EQ(create("x", kNoObject), "CommitDoesNotExistException");
  auto blob = run(get_file, {.repository_name = name, .file_path = "a"})->blob_id;
  EXPECT_EQ(create("x", blob), "CommitDoesNotExistException");
  EXPECT_EQ(run(get_branch, {.repository_name = name, .branch_name = "dd"})->branch->commit_id, first);
  EXPECT_EQ(error(get_branch, {.repository_name = name}), "BranchNameRequiredException");
  EXPECT_EQ(error(get_branch, {.branch_name = "x"}), "RepositoryNameRequiredException");
  EXPECT_EQ(error(get_branch, {.repository_name = name, .branch_name = "x"}), "BranchDoesNotExistException");
  EXPECT_EQ(run(list_branches, {.repository_name = name})->branches->size(), 2u);
  EXPECT_EQ(error(update_default_branch, {.repository_name = name, .default_branch_name = "x"}),
            "BranchDoesNotExistException");
  EXPECT_TRUE(run(update_default_branch, {.repository_name = name, .default_branch_name = "dd"}));
  for (const char* form : {"dd", "refs/heads/dd"}) {
    EXPECT_EQ(error(delete_branch, {.repository_name = name, .branch_name = form}),
              "DefaultBranchCannotBeDeletedException");
  }
  EXPECT_EQ(run(delete_branch, {.repository_name = name, .branch_name = "main"})->deleted_branch->commit_id, first);
  EXPECT_FALSE(run(delete_branch, {.repository_name = name, .branch_name = "main"})->deleted_branch);
}

TEST_F(Operations, CommitsAreFoundByManyNames) {
  std::string first = put("a", "1"), second = put("b", "2");
  for (const char* specifier : {"", "HEAD", "main", "refs/heads/main", second.c_str()}) {
    auto file = run(get_file, {.repository_name = name, .commit_specifier = specifier, .file_path = "b"});
    ASSERT_TRUE(file) << specifier;
    EXPECT_EQ(file->commit_id, second);
  }
  EXPECT_EQ(error(get_file, {.repository_name = name, .commit_specifier = "none", .file_path = "b"}),
            "CommitDoesNotExistException");
  auto commit = run(get_commit, {.repository_name = name, .commit_id = second});
  ASSERT_TRUE(commit);
  EXPECT_EQ(*commit->commit.parents, std::vector<std::string>{first});
  EXPECT_EQ(error(get_commit, {.repository_name = name, .commit_id = ""}), "CommitIdRequiredException");
  EXPECT_EQ(error(get_commit, {.repository_name = name, .commit_id = "HEAD"}), "InvalidCommitIdException");
  EXPECT_EQ(error(get_commit, {.repository_name = name, .commit_id = kNoObject}), "CommitIdDoesNotExistException");
  auto batch = run(batch_get_commits, {.commit_ids = {first, kNoObject, "x"}, .repository_name = name});
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->commits->size(), 1u);
  EXPECT_EQ(batch->errors->at(1).error_code, "CommitDoesNotExistException");
}

TEST_F(Operations, FilesAndFolders) {
  put("docs/a.txt", "1");
  put("run.sh", "2");
  auto folder = run(get_folder, {.repository_name = name, .folder_path = "/"});
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->sub_folders->size(), 1u);
  EXPECT_EQ(error(get_folder, {.repository_name = name, .folder_path = "none"}), "FolderDoesNotExistException");
  EXPECT_EQ(error(get_folder, {.repository_name = name, .folder_path = "run.sh"}), "FolderDoesNotExistException");
  EXPECT_EQ(error(get_file, {.repository_name = name, .file_path = "docs"}), "FileDoesNotExistException");
  EXPECT_EQ(error(get_file, {.repository_name = name, .file_path = "docs/a.txt/b"}), "FileDoesNotExistException");
  EXPECT_EQ(error(get_file, {.repository_name = name, .file_path = ""}), "PathRequiredException");
  for (const std::string& bad : {std::string("a/../b"), std::string("./a"), std::string(".git/config"),
                                 std::string(".GIT/config"), std::string("a\0b", 3), std::string(5000, 'x')}) {
    EXPECT_EQ(error(get_file, {.repository_name = name, .file_path = bad}), "InvalidPathException");
  }
  auto blob = run(get_file, {.repository_name = name, .file_path = "run.sh"})->blob_id;
  EXPECT_EQ(run(get_blob, {.repository_name = name, .blob_id = blob})->content, "2");
  EXPECT_EQ(error(get_blob, {.repository_name = name, .blob_id = ""}), "BlobIdRequiredException");
  EXPECT_EQ(error(get_blob, {.repository_name = name, .blob_id = "x"}), "InvalidBlobIdException");
  EXPECT_EQ(error(get_blob, {.repository_name = name, .blob_id = kNoObject}), "BlobIdDoesNotExistException");
  EXPECT_EQ(error(get_blob, {.repository_name = name, .blob_id = tip}), "BlobIdDoesNotExistException");
}

TEST_F(Operations, TheParentIsTheTip) {
  std::string first = put("a", "1"), second = put("b", "2");
  PutFileRequest request{.repository_name = name, .branch_name = "main", .file_content = "3", .file_path = "c"};
  EXPECT_EQ(error(put_file, request), "ParentCommitIdRequiredException");
  request.parent_commit_id = "main";
  EXPECT_EQ(error(put_file, request), "InvalidParentCommitIdException");
  request.parent_commit_id = kNoObject;
  EXPECT_EQ(error(put_file, request), "ParentCommitDoesNotExistException");
  request.parent_commit_id = first;
  EXPECT_EQ(error(put_file, request), "ParentCommitIdOutdatedException");
  request.parent_commit_id = second;
  request.branch_name = "none";
  EXPECT_EQ(error(put_file, request), "BranchDoesNotExistException");
  request.branch_name = "a..b";
  EXPECT_EQ(error(put_file, request), "InvalidBranchNameException");
  ASSERT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
    store::Scope scope{caller.account, "eu-central-1"};
    auto id = kRepositories.get(transaction, scope, {name})->id;
    kReferences.put(transaction, scope, {id, "refs/tags/v1"}, {second});
    return {};
  }));
  request.branch_name = "v1";
  EXPECT_EQ(error(put_file, request), "BranchNameIsTagNameException");
}

TEST_F(Operations, WhatAFileMayBe) {
  put("folder/a", "1");
  PutFileRequest request{.repository_name = name, .branch_name = "main", .file_content = "1", .parent_commit_id = tip};
  auto with_path = [&](const std::string& path) {
    request.file_path = path;
    return error(put_file, request);
  };
  EXPECT_EQ(with_path("folder/a"), "SameFileContentException");
  EXPECT_EQ(with_path("folder"), "FileNameConflictsWithDirectoryNameException");
  EXPECT_EQ(with_path("folder/a/b"), "DirectoryNameConflictsWithFileNameException");
  EXPECT_EQ(with_path("/"), "PathRequiredException");
  request.file_path = "new";
  request.file_content = std::string(kFileBytesLimit + 1, 'x');
  EXPECT_EQ(error(put_file, request), "FileContentSizeLimitExceededException");
}

TEST_F(Operations, WhoCommits) {
  PutFileRequest request{.repository_name = name, .branch_name = "main", .file_content = "1", .file_path = "a"};
  request.name = std::string(257, 'n');
  EXPECT_EQ(error(put_file, request), "NameLengthExceededException");
  for (const char* bad : {"a <b>", "a\nb", "a\rb", "a>"}) {
    request.name = bad;
    EXPECT_EQ(error(put_file, request), "InvalidParameterException");
    request.name = "good";
    request.email = bad;
    EXPECT_EQ(error(put_file, request), "InvalidEmailException");
    request.email.reset();
  }
  request.email = std::string(257, 'n');
  EXPECT_EQ(error(put_file, request), "InvalidEmailException");
  request.email = "a@example.com";
  request.commit_message = std::string(256 * 1024 + 1, 'm');
  EXPECT_EQ(error(put_file, request), "CommitMessageLengthExceededException");
  request.commit_message = "told\n";
  auto made = run(put_file, request);
  ASSERT_TRUE(made);
  auto commit = run(get_commit, {.repository_name = name, .commit_id = made->commit_id})->commit;
  EXPECT_EQ(commit.author->name, "good");
  EXPECT_EQ(commit.author->email, "a@example.com");
  EXPECT_EQ(commit.message, "told\n");
}

TEST_F(Operations, CommitsOfManyFiles) {
  put("keep", "1");
  put("folder/a", "2");
  put("gone", "3");
  CreateCommitRequest request{.repository_name = name, .branch_name = "main", .parent_commit_id = tip};
  auto fails = [&] { return error(create_commit, request); };
  EXPECT_EQ(fails(), "FileEntryRequiredException");
  auto with_put = [&](const PutFileEntry& entry) {
    request.put_files = {entry};
    return fails();
  };
  EXPECT_EQ(with_put({.file_path = "x"}), "SourceFileOrContentRequiredException");
  EXPECT_EQ(with_put({.file_path = "x", .file_content = "1", .source_file = SourceFileSpecifier{.file_path = "keep"}}),
            "FileContentAndSourceFileSpecifiedException");
  EXPECT_EQ(with_put({.file_path = "x", .source_file = SourceFileSpecifier{.file_path = "none"}}),
            "FileDoesNotExistException");
  EXPECT_EQ(with_put({.file_path = "x", .source_file = SourceFileSpecifier{.file_path = "a/.gitkeep"}}),
            "RestrictedSourceFileException");
  EXPECT_EQ(with_put({.file_path = "folder", .file_content = "1"}), "FileNameConflictsWithDirectoryNameException");
  EXPECT_EQ(with_put({.file_path = "keep", .file_content = "1"}), "NoChangeException");
  request.put_files = {{.file_path = "n", .file_content = "1"}, {.file_path = "n/m", .file_content = "1"}};
  EXPECT_EQ(fails(), "PutFileEntryConflictException");
  request.put_files = {{.file_path = "n", .file_content = "1"}, {.file_path = "/n", .file_content = "2"}};
  EXPECT_EQ(fails(), "SamePathRequestException");
  request.put_files = std::vector<PutFileEntry>{};
  for (int i = 0; i < 101; ++i) request.put_files->push_back({.file_path = std::to_string(i), .file_content = "1"});
  EXPECT_EQ(fails(), "MaximumFileEntriesExceededException");
  request.put_files = {{.file_path = "n", .file_content = std::string(4 << 20, 'x')},
                       {.file_path = "m", .file_content = std::string(4 << 20, 'x')}};
  EXPECT_EQ(fails(), "FileContentSizeLimitExceededException");
  request.put_files.reset();
  request.delete_files = {DeleteFileEntry{.file_path = "folder"}};
  EXPECT_EQ(fails(), "FileDoesNotExistException");
  request.delete_files.reset();
  request.set_file_modes = {SetFileModeEntry{.file_path = "none", .file_mode = "EXECUTABLE"}};
  EXPECT_EQ(fails(), "FileDoesNotExistException");

  request.put_files = {
      {.file_path = "new", .file_content = "4"},
      {.file_path = "copy", .source_file = SourceFileSpecifier{.file_path = "keep"}},
      {.file_path = "moved/a", .source_file = SourceFileSpecifier{.file_path = "folder/a", .is_move = true}}};
  request.delete_files = {DeleteFileEntry{.file_path = "gone"}};
  request.set_file_modes = {SetFileModeEntry{.file_path = "keep", .file_mode = "EXECUTABLE"}};
  auto made = run(create_commit, request);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->files_added->size(), 3u);
  EXPECT_EQ(made->files_updated->size(), 1u);
  EXPECT_EQ(made->files_deleted->size(), 2u);
  EXPECT_EQ(run(get_file, {.repository_name = name, .file_path = "copy"})->file_content, "1");
  EXPECT_EQ(run(get_file, {.repository_name = name, .file_path = "moved/a"})->file_content, "2");
  EXPECT_EQ(run(get_file, {.repository_name = name, .file_path = "keep"})->file_mode, "EXECUTABLE");
  EXPECT_EQ(error(get_file, {.repository_name = name, .file_path = "gone"}), "FileDoesNotExistException");
  DeleteFileRequest deletion{
      .repository_name = name, .branch_name = "main", .file_path = "none", .parent_commit_id = *made->commit_id};
  EXPECT_EQ(error(delete_file, deletion), "FileDoesNotExistException");
  deletion.file_path = "";
  EXPECT_EQ(error(delete_file, deletion), "PathRequiredException");
  deletion.file_path = "new";
  EXPECT_TRUE(run(delete_file, deletion));
}

TEST_F(Operations, EmptiedFoldersAreKeptWhenAskedFor) {
  put("folder/a", "1");
  put("other/b", "2");
  put("other/c", "3");
  DeleteFileRequest deletion{.repository_name = name,
                             .branch_name = "main",
                             .file_path = "folder/a",
                             .parent_commit_id = tip,
                             .keep_empty_folders = true};
  tip = run(delete_file, deletion)->commit_id;
  EXPECT_EQ(run(get_file, {.repository_name = name, .file_path = "folder/.gitkeep"})->file_size, 0);
  CreateCommitRequest request{
      .repository_name = name, .branch_name = "main", .parent_commit_id = tip, .keep_empty_folders = true};
  request.delete_files = {DeleteFileEntry{.file_path = "other/b"}, DeleteFileEntry{.file_path = "other/c"}};
  auto made = run(create_commit, request);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->files_added->at(0).absolute_path, "other/.gitkeep");
  deletion.file_path = "other/.gitkeep";
  deletion.parent_commit_id = *made->commit_id;
  EXPECT_TRUE(run(delete_file, deletion));
  EXPECT_EQ(error(get_folder, {.repository_name = name, .folder_path = "other"}), "FolderDoesNotExistException");
}

TEST_F(Operations, Differences) {
  std::string first = put("a", "1");
  put("b/c", "2");
  put("d", "3");
  GetDifferencesRequest request{
      .repository_name = name, .before_commit_specifier = first, .after_commit_specifier = "main"};
  EXPECT_EQ(run(get_differences, request)->differences->size(), 2u);
  for (std::int64_t bad : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{-1'000'000}}) {
    request.max_results = bad;
    EXPECT_EQ(error(get_differences, request), "InvalidMaxResultsException");
  }
  request.max_results = 1;
  auto page = run(get_differences, request);
  ASSERT_TRUE(page && page->next_token);
  EXPECT_EQ(page->differences->at(0).after_blob->path, "b/c");
  put("bb", "moves the branch between two pages");
  request.next_token = page->next_token;
  page = run(get_differences, request);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->differences->at(0).after_blob->path, "d");
  EXPECT_FALSE(page->next_token);
  for (const char* bad : {"1", "x", "::", "a:b:1", ""}) {
    request.next_token = bad;
    EXPECT_EQ(error(get_differences, request), "InvalidContinuationTokenException") << bad;
  }
  request.next_token.reset();
  request.after_path = "none";
  EXPECT_EQ(error(get_differences, request), "PathDoesNotExistException");
  request.after_path = "b";
  EXPECT_EQ(run(get_differences, request)->differences->size(), 1u);
  request.after_commit_specifier = "";
  EXPECT_EQ(error(get_differences, request), "CommitRequiredException");
  request.after_commit_specifier = "none";
  EXPECT_EQ(error(get_differences, request), "CommitDoesNotExistException");
}

TEST_F(Operations, KeysThatCannotBeUsed) {
  put("a", "1");
  auto with = [&](const char* code) {
    client.error = ::stellwerk::Error{code, "no", 400};
    std::string found = error(get_file, {.repository_name = name, .file_path = "a"});
    EXPECT_EQ(error(create_repository, {.repository_name = "new"}), found);
    client.error.reset();
    return found;
  };
  EXPECT_EQ(with("DisabledException"), "EncryptionKeyDisabledException");
  EXPECT_EQ(with("NotFoundException"), "EncryptionKeyNotFoundException");
  EXPECT_EQ(with("AccessDeniedException"), "EncryptionKeyAccessDeniedException");
  EXPECT_EQ(with("KMSInternalException"), "EncryptionKeyUnavailableException");
  EXPECT_EQ(with("InvalidCiphertextException"), "EncryptionIntegrityChecksFailedException");
  auto changed = run(update_repository_encryption_key, {.repository_name = name, .kms_key_id = "alias/new"});
  ASSERT_TRUE(changed);
  EXPECT_NE(changed->kms_key_id, changed->original_kms_key_id);
  EXPECT_EQ(run(get_file, {.repository_name = name, .file_path = "a"})->file_content, "1");
}

TEST_F(Operations, EventsAreTold) {
  std::string first = put("a", "1");
  ASSERT_EQ(told.events.size(), 1u);
  EXPECT_EQ(told.events[0].detail_type, "CodeCommit Repository State Change");
  EXPECT_NE(told.events[0].detail.find("\"event\":\"referenceCreated\""), std::string::npos);
  EXPECT_NE(told.events[0].detail.find(first), std::string::npos);
}

}  // namespace
}  // namespace stellwerk::codecommit
