#include "app/app.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

#include "app/backup.h"
#include "app/control.h"
#include "app/descriptor_limit.h"
#include "app/doors.h"
#include "app/health.h"
#include "app/metrics.h"
#include "app/private_file.h"
#include "app/secrets.h"
#include "app/services.h"
#include "base/descriptor.h"
#include "base/id_source.h"
#include "base/log.h"
#include "dataplane/files/directory.h"
#include "dataplane/objects/blob_store.h"
#include "gateway/edge.h"
#include "gateway/endpoint_authoriser.h"
#include "gateway/gateway.h"
#include "gateway/internal_client.h"
#include "gateway/last_use.h"
#include "http/listener.h"
#include "store/damaged_read.h"
#include "store/master_key.h"
#include "store/outbox.h"
#include "store/reserve.h"
#include "store/store.h"

namespace stellwerk::app {
namespace {

constexpr unsigned kThreadsPerProcessor = 2;
constexpr unsigned kThreadsLeast = 4;

}  // namespace

int default_threads() {
  return static_cast<int>(std::max(kThreadsLeast, kThreadsPerProcessor * std::thread::hardware_concurrency()));
}

// In the order of construction, so that each is destroyed before what it uses.
struct App::Parts {
  explicit Parts(const Home& given)
      : home(given),
        pidfile(home.run / "stellwerk.pid"),
        ports_file(home.run / "ports"),
        program_file(home.run / "program") {}

  Result<void> take_home();
  Result<void> open();
  Result<void> listen(const ServeOptions& options);
  Result<void> announce();
  Result<void> carry_out(const std::string& line);

  const Home home;
  const std::filesystem::path pidfile;
  const std::filesystem::path ports_file;
  const std::filesystem::path program_file;
  Descriptor lock;  // one server for a home
  SystemClock clock;
  SystemIdSource ids;
  ports::Site site;
  std::string master_key;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<objects::BlobStore> blobs;
  std::unique_ptr<gateway::Environment> environment;
  std::unique_ptr<gateway::InternalClient> client;
  std::unique_ptr<gateway::EndpointAuthoriser> authoriser;
  Doors doors;
  std::unique_ptr<ports::Foundation> foundation;
  std::unique_ptr<Services> services;
  std::unique_ptr<store::Outbox> outbox;
  std::unique_ptr<gateway::LastUse> last_use;
  std::unique_ptr<Health> health;
  std::unique_ptr<Metrics> metrics;
  std::unique_ptr<gateway::Gateway> gateway;
  gateway::Edge edge;
  std::unique_ptr<http::FiberPool> pool;
  std::vector<std::unique_ptr<http::Listener>> listeners;  // the API's, the edge's
  std::unique_ptr<Control> control;
};

/// What a server that was cut short left in plain text goes before anything else: it may be what fills the disk.
Result<void> App::Parts::take_home() {
  master_key = TRY(find_master_key(home));
  TRY(make_directory(home.run));
  lock = Descriptor(::open((home.run / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open()) {
    return Error{"HomeNotWritable",
                 (home.run / "lock").string() + " cannot be written: " + std::generic_category().message(errno), 500};
  }
  if (flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
    return Error{"HomeInUse",
                 "Another process serves " + home.root.string() + "; stop it first, or give another --home", 500};
  }
  files::remove_tree(home.work);
  return make_directory(home.work);
}

Result<void> App::Parts::open() {
  store = TRY(store::Store::open({home.data, master_key, store::kReserveBytes}, clock));
  blobs = TRY(objects::BlobStore::open(*store, home.data / "objects", objects_key(master_key), ids, clock));
  auto record = find_installation(*store->begin());
  if (!record) return not_initialised(home);
  TRY(ensure_certificates(home.certificates, record->domain, clock.now()));

  site.domain = record->domain;
  site.work_directory = home.work;
  site.certificate_file = home.certificates.authority;
  environment = std::make_unique<gateway::Environment>(*store, clock, ids, site);
  client = std::make_unique<gateway::InternalClient>(*environment);
  authoriser = std::make_unique<gateway::EndpointAuthoriser>(*environment);
  foundation = std::make_unique<ports::Foundation>(
      [this](std::string_view purpose) { return store::derive_key(master_key, purpose); });
  foundation->offer<store::Store>(*store);
  foundation->offer<objects::BlobStore>(*blobs);
  foundation->offer<const Clock>(clock);
  foundation->offer<IdSource>(ids);
  foundation->offer<const ports::Site>(site);
  foundation->offer<ports::Client>(*client);
  foundation->offer<ports::Authoriser>(*authoriser);
  foundation->offer<ports::Doors>(doors);
  services = std::make_unique<Services>(*foundation);
  environment->identity = &foundation->get<ports::Identity>();
  environment->service_control = &foundation->get<ports::ServiceControl>();
  services->bind(environment->dispatcher);
  services->bind(edge);
  last_use = std::make_unique<gateway::LastUse>(*environment);
  environment->witnesses = {last_use.get()};
  health = std::make_unique<Health>(environment->counters);
  metrics = std::make_unique<Metrics>(environment->operation_counts);
  environment->dispatcher.add_endpoint(std::string(Metrics::kPath), *metrics);
  environment->dispatcher.add_endpoint("/_stellwerk/", *health);
  environment->operation_counts.follow(environment->dispatcher);
  gateway = std::make_unique<gateway::Gateway>(*environment);
  outbox = std::make_unique<store::Outbox>(*store, clock);
  blobs->attend(*outbox);
  services->attend(*outbox);
  return {};
}

Result<void> App::Parts::listen(const ServeOptions& options) {
  http::TlsFiles tls{home.certificates.server, home.certificates.server_key};
  pool = std::make_unique<http::FiberPool>(options.threads);
  // A quarter of the descriptors for each of the two ports; the rest is the store's, git's and the builds'.
  http::Limits limits;
  limits.connections = std::min<std::size_t>(limits.connections, raise_descriptor_limit() / 4);
  limits.connections_per_peer = std::min(limits.connections_per_peer, limits.connections / 2);
  http::ListenerOptions api{.address = options.address, .port = options.port, .limits = limits};
  if (!options.is_plain) api.tls = tls;
  site.is_plain = options.is_plain;
  listeners.push_back(TRY(http::Listener::open(*pool, api, *gateway)));
  http::ListenerOptions edge_options{
      .address = options.address, .port = options.edge_port, .tls = tls, .limits = limits};
  listeners.push_back(TRY(http::Listener::open(*pool, edge_options, edge)));
  site.api_port = listeners[0]->port();
  site.edge_port = listeners[1]->port();
  // Inside, the loopback is where they are, whatever address they have outside.
  api.address = edge_options.address = "127.0.0.1";
  api.port = site.api_port;
  edge_options.port = site.edge_port;
  doors.use(*pool);
  doors.add(api, *gateway);
  doors.add(edge_options, edge);
  services->bind(doors);
  return {};
}

Result<void> App::Parts::carry_out(const std::string& line) {
  constexpr std::string_view kBackup = "backup ";
  if (line.starts_with(kBackup)) return back_up(home, *blobs, master_key, line.substr(kBackup.size()), ids);
  return Error{"UnknownCommand", "This server does not know: " + line, 500};
}

Result<void> App::Parts::announce() {
  TRY(make_directory(home.run));
  control = TRY(Control::open(home.run, [this](const std::string& line) { return carry_out(line); }));
  TRY(write_file(pidfile, std::to_string(getpid()) + "\n", 0644, Lifetime::process));
  const std::string ports =
      "api " + std::to_string(listeners[0]->port()) + "\nedge " + std::to_string(listeners[1]->port()) + "\n";
  // Which program this is, for who may not look at the process itself: "<device> <inode>".
  struct stat program {};
  if (::stat("/proc/self/exe", &program) == 0) {
    TRY(write_file(program_file, std::to_string(program.st_dev) + " " + std::to_string(program.st_ino) + "\n", 0644,
                   Lifetime::process));
  }
  return write_file(ports_file, ports, 0644, Lifetime::process);
}

Result<std::unique_ptr<App>> App::start(const Home& home, const ServeOptions& options) {
  auto parts = std::make_unique<Parts>(home);
  TRY(parts->take_home());
  try {
    TRY(parts->open());
  } catch (const store::DamagedRead& damage) {
    return Error{"StoreDamaged",
                 home.data.string() + " is damaged where the server begins (" + damage.what() +
                     "). Restore a backup, or run: stellwerk recover --home " + home.root.string(),
                 500};
  }
  TRY(parts->listen(options));
  parts->outbox->start();
  for (auto& listener : parts->listeners) listener->start();
  parts->health->set_ready(true);
  TRY(parts->announce());
  log::info("Stellwerk " + std::string(kVersion) + " serves " + parts->site.api_endpoint());
  return std::unique_ptr<App>(new App(std::move(parts)));
}

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

App::~App() { stop(); }

std::uint16_t App::port() const { return parts_->listeners[0]->port(); }
std::uint16_t App::edge_port() const { return parts_->listeners[1]->port(); }

void App::stop() {
  if (!parts_) return;
  parts_->health->set_ready(false);
  parts_->control.reset();
  for (auto& listener : parts_->listeners) listener->stop(kStopGrace);
  parts_->listeners.clear();
  parts_->services->interrupt();
  parts_->outbox->stop();  // and with it what runs in sandboxes, whose doors the pool serves
  parts_->pool->stop();
  std::error_code ignored;
  for (const auto& file : {parts_->ports_file, parts_->program_file, parts_->pidfile})
    std::filesystem::remove(file, ignored);
  Descriptor lock = std::move(parts_->lock);
  std::filesystem::path work = parts_->home.work;
  parts_.reset();
  files::remove_tree(work);  // in plain text: none of it is for later
}

}  // namespace stellwerk::app
