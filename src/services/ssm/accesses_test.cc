#include <gtest/gtest.h>

#include "ports/test_call.h"
#include "services/ssm/operations.h"
#include "services/ssm/service.h"

namespace stellwerk::ssm {
namespace {

using Words = std::vector<std::string>;

class SsmAccesses : public testing::Test {
 protected:
  SsmAccesses() : ssm(events) {
    PutParameterRequest request{.name = "/bus/line", .value = "4", .type = "String"};
    request.tags = std::vector<Tag>{{"team", "bus"}};
    EXPECT_TRUE(calls.in_call([&](ports::Call& call) { return put_parameter(ssm, call, request); }));
  }

  template <class Request>
  Words asked(const Request& request) {
    return in_words(calls.in_call([&](ports::Call& call) { return accesses(ssm, call, request); }));
  }

  const std::string arns = "arn:aws:ssm:eu-central-1:111122223333:parameter/";
  const std::string tags = " aws:ResourceTag/team ssm:resourceTag/team";
  ports::TestCalls calls;
  ports::HeardEvents events;
  Ssm ssm;
};

TEST_F(SsmAccesses, AreByParameterWithItsTags) {
  auto line = arns + "bus/line";
  EXPECT_EQ(asked(GetParameterRequest{"/bus/line"}), Words{"ssm:GetParameter " + line + tags});
  EXPECT_EQ(asked(GetParameterRequest{"/bus/line:3"}), Words{"ssm:GetParameter " + line + tags});
  EXPECT_EQ(asked(GetParametersRequest{{"/bus/line", "depot"}}),
            (Words{"ssm:GetParameters " + line + tags, "ssm:GetParameters " + arns + "depot"}));
  EXPECT_EQ(asked(GetParameterHistoryRequest{"/bus/line"}), Words{"ssm:GetParameterHistory " + line + tags});
  EXPECT_EQ(asked(DeleteParameterRequest{"/bus/line"}), Words{"ssm:DeleteParameter " + line + tags});
  EXPECT_EQ(asked(DeleteParametersRequest{{"/bus/line", "depot"}}),
            (Words{"ssm:DeleteParameters " + line + tags, "ssm:DeleteParameters " + arns + "depot"}));
  EXPECT_EQ(asked(LabelParameterVersionRequest{.name = "/bus/line"}),
            Words{"ssm:LabelParameterVersion " + line + tags});
  EXPECT_EQ(asked(UnlabelParameterVersionRequest{.name = "/bus/line"}),
            Words{"ssm:UnlabelParameterVersion " + line + tags});
  EXPECT_EQ(asked(ListTagsForResourceRequest{"Parameter", "/bus/line"}),
            Words{"ssm:ListTagsForResource " + line + tags});
}

TEST_F(SsmAccesses, OfTaggingTellTheTags) {
  auto line = arns + "bus/line";
  EXPECT_EQ(asked(AddTagsToResourceRequest{"Parameter", "/bus/line", {{"a", "b"}}}),
            Words{"ssm:AddTagsToResource " + line +
                  " aws:RequestTag/a aws:ResourceTag/team aws:TagKeys"
                  " ssm:resourceTag/team"});
  EXPECT_EQ(asked(RemoveTagsFromResourceRequest{"Parameter", "/bus/line", {"a"}}),
            Words{"ssm:RemoveTagsFromResource " + line + " aws:ResourceTag/team aws:TagKeys ssm:resourceTag/team"});
}

TEST_F(SsmAccesses, OfMakingWithTagsNeedTheRightToTag) {
  PutParameterRequest request{.name = "depot", .value = "x"};
  EXPECT_EQ(asked(request), Words{"ssm:PutParameter " + arns + "depot ssm:Overwrite"});
  request.tags = std::vector<Tag>{{"a", "b"}};
  const std::string told = "depot aws:RequestTag/a aws:TagKeys ssm:Overwrite";
  EXPECT_EQ(asked(request), (Words{"ssm:PutParameter " + arns + told, "ssm:AddTagsToResource " + arns + told}));
}

TEST_F(SsmAccesses, OfSearchingAreByPathOrAccount) {
  for (const char* path : {"/bus", "/bus/"}) {
    EXPECT_EQ(asked(GetParametersByPathRequest{.path = path}),
              Words{"ssm:GetParametersByPath " + arns + "bus ssm:Recursive"});
  }
  EXPECT_EQ(asked(DescribeParametersRequest{}),
            Words{"ssm:DescribeParameters arn:aws:ssm:eu-central-1:111122223333:*"});
}

}  // namespace
}  // namespace stellwerk::ssm
