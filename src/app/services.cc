#include "app/services.h"

#include "api/codebuild.h"
#include "api/codecommit.h"
#include "api/codepipeline.h"
#include "api/events.h"
#include "api/iam.h"
#include "api/kms.h"
#include "api/logs.h"
#include "api/organizations.h"
#include "api/s3.h"
#include "api/s3control.h"
#include "api/secretsmanager.h"
#include "api/ssm.h"
#include "api/sts.h"
#include "app/secrets.h"
#include "gateway/container_credentials.h"
#include "services/codebuild/operations.h"
#include "services/codebuild/service.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"
#include "services/codecommit/transport.h"
#include "services/codecommit/tree_source.h"
#include "services/codepipeline/operations.h"
#include "services/codepipeline/service.h"
#include "services/events/operations.h"
#include "services/events/service.h"
#include "services/iam/operations.h"
#include "services/iam/service.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"
#include "services/logs/operations.h"
#include "services/logs/service.h"
#include "services/organizations/operations.h"
#include "services/organizations/service.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"
#include "services/s3/website.h"
#include "services/s3control/operations.h"
#include "services/s3control/service.h"
#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/service.h"
#include "services/ssm/operations.h"
#include "services/ssm/service.h"
#include "services/sts/operations.h"
#include "services/sts/service.h"

namespace stellwerk::app {

// In the order of construction: each stands on those above it.
struct Services::All {
  explicit All(const Foundation& on)
      : iam(on.store, on.clock, on.ids, session_key(on.master_key)),
        organizations(iam),
        sts(iam, iam),
        kms(on.store, on.clock, on.ids, iam, kms_wrapping_key(on.master_key)),
        logs(on.store, on.clock),
        events(on.clock, on.ids, on.client, iam, iam),
        s3(on.blobs, on.site, iam),
        s3control(s3),
        website(on.store, on.client, on.ids, on.site),
        codecommit({on.store, on.clock, on.ids, on.client, on.authoriser, events, on.blobs, on.site}),
        git_transport(codecommit, iam),
        tree_source(codecommit),
        credentials(iam, on.clock, on.ids),
        codebuild({on.store, on.clock, on.ids, on.client, iam, events, &tree_source, on.doors, credentials, on.site}),
        codepipeline(on.store, on.clock, on.ids, on.client, iam, events, tree_source, on.site),
        ssm(events),
        secretsmanager(on.store, iam) {
    iam.limit_by(organizations);
  }

  iam::Iam iam;
  organizations::Organizations organizations;
  sts::Sts sts;
  kms::Kms kms;
  logs::Logs logs;
  events::Events events;
  s3::S3 s3;
  s3control::S3Control s3control;
  s3::Website website;
  codecommit::CodeCommit codecommit;
  codecommit::GitTransport git_transport;
  codecommit::TreeSource tree_source;
  gateway::ContainerCredentials credentials;
  codebuild::CodeBuild codebuild;
  codepipeline::CodePipeline codepipeline;
  ssm::Ssm ssm;
  secretsmanager::SecretsManager secretsmanager;
};

Services::Services(const Foundation& foundation) : all_(std::make_unique<All>(foundation)) {}
Services::~Services() = default;

ports::Identity& Services::identity() { return all_->iam; }
ports::ServiceControl& Services::service_control() { return all_->organizations; }

void Services::bind(gateway::Dispatcher& dispatcher) {
  dispatcher.add({&iam::model(), iam::bound_operations(), &all_->iam});
  dispatcher.add({&organizations::model(), organizations::bound_operations(), &all_->organizations});
  dispatcher.add({&sts::model(), sts::bound_operations(), &all_->sts});
  dispatcher.add({&kms::model(), kms::bound_operations(), &all_->kms});
  dispatcher.add({&logs::model(), logs::bound_operations(), &all_->logs});
  dispatcher.add({&events::model(), events::bound_operations(), &all_->events});
  dispatcher.add({&s3::model(), s3::bound_operations(), &all_->s3});
  dispatcher.add({&s3control::model(), s3control::bound_operations(), &all_->s3control});
  dispatcher.add({&codecommit::model(), codecommit::bound_operations(), &all_->codecommit});
  dispatcher.add({&codebuild::model(), codebuild::bound_operations(), &all_->codebuild});
  dispatcher.add({&codepipeline::model(), codepipeline::bound_operations(), &all_->codepipeline});
  dispatcher.add_endpoint(std::string(codecommit::kGitPathPrefix), all_->git_transport);
  dispatcher.add({&ssm::model(), ssm::bound_operations(), &all_->ssm});
  dispatcher.add({&secretsmanager::model(), secretsmanager::bound_operations(), &all_->secretsmanager});
}

void Services::bind(gateway::Edge& edge) { edge.add("s3-website", all_->website); }

HttpEndpoint& Services::container_credentials() { return all_->credentials; }
void Services::interrupt() { all_->codebuild.interrupt(); }

void Services::attend(store::Outbox& outbox) {
  all_->iam.attend(outbox);
  all_->organizations.attend(outbox);
  all_->sts.attend(outbox);
  all_->kms.attend(outbox);
  all_->logs.attend(outbox);
  all_->events.attend(outbox);
  all_->s3.attend(outbox);
  all_->s3control.attend(outbox);
  all_->codecommit.attend(outbox);
  all_->codebuild.attend(outbox);
  all_->codepipeline.attend(outbox);
  all_->ssm.attend(outbox);
  all_->secretsmanager.attend(outbox);
}

}  // namespace stellwerk::app
