#include "ports/face.h"

#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"
#include "services/codecommit/transport.h"
#include "services/codecommit/tree_source.h"

namespace stellwerk::codecommit {

ports::Face open(ports::Foundation& on) {
  struct Parts {
    explicit Parts(ports::Foundation& on)
        : codecommit({on.get<store::Store>(), on.get<const Clock>(), on.get<IdSource>(), on.get<ports::Client>(),
                      on.get<ports::Authoriser>(), on.get<ports::EventSink>(), on.get<objects::BlobStore>(),
                      on.get<const ports::Site>()}),
          transport(codecommit, on.get<ports::Identity>()),
          trees(codecommit) {}
    CodeCommit codecommit;
    GitTransport transport;
    TreeSource trees;
  };
  auto parts = std::make_shared<Parts>(on);
  on.offer<ports::SourceTree>(parts->trees);
  return {.service = parts,
          .operations = {bound(parts->codecommit)},
          .endpoints = {{std::string(kGitPathPrefix), &parts->transport}}};
}

}  // namespace stellwerk::codecommit
