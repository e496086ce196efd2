#include "services/iam/instance_profiles.h"

#include "base/bytes.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

InstanceProfiles::InstanceProfiles(ports::Call& call)
    : transaction_(call.transaction), scope_(call.global_scope()), directory_(call) {}

Result<InstanceProfileRecord> InstanceProfiles::create(const std::string& name, const std::string& path, Timestamp now,
                                                       IdSource& ids) {
  if (kInstanceProfiles.get(transaction_, scope_, {to_lower(name)})) {
    return errors::EntityAlreadyExistsException("Instance Profile " + name + " already exists.");
  }
  return InstanceProfileRecord{
      .name = name, .id = new_entity_id(kInstanceProfileIdPrefix, ids), .path = path, .create_date = now};
}

Result<InstanceProfileRecord> InstanceProfiles::find(const std::string& name) {
  auto record = kInstanceProfiles.get(transaction_, scope_, {to_lower(name)});
  if (!record) {
    return errors::NoSuchEntityException("Instance Profile " + name + " cannot be found.");
  }
  return std::move(*record);
}

std::vector<InstanceProfileRecord> InstanceProfiles::all() { return kInstanceProfiles.all(transaction_, scope_); }

void InstanceProfiles::save(const InstanceProfileRecord& profile) {
  kInstanceProfiles.put(transaction_, scope_, {to_lower(profile.name)}, profile);
}

void InstanceProfiles::erase(const InstanceProfileRecord& profile) {
  kInstanceProfiles.erase(transaction_, scope_, {to_lower(profile.name)});
}

Result<InstanceProfile> InstanceProfiles::view(const InstanceProfileRecord& profile) {
  InstanceProfile out;
  out.path = profile.path;
  out.instance_profile_name = profile.name;
  out.instance_profile_id = profile.id;
  out.arn = entity_arn(scope_.account, "instance-profile", profile.path, profile.name);
  out.create_date = profile.create_date;
  if (!profile.role_name.empty()) {
    out.roles.push_back(iam::view(directory_, TRY(directory_.role(profile.role_name)), Detail::listed));
  }
  if (!profile.tags.empty()) out.tags = tag_list(profile.tags);
  return out;
}

}  // namespace stellwerk::iam
