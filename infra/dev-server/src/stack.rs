//! Starting and stopping everything.

use std::{
    fs::File,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use clients::{Aws, AwsSettings, queue::QueueAttributeName};
use local_services::{
    Server,
    activity::{Activity, Observer},
    clock::{Clock, SystemClock},
    consumers::Consumers,
    gateway::{Gateway, Limits, Mounted},
    queues::Queues,
    schedules::Schedules,
    secrets::Secrets,
};
use runtime::{
    Environment, FunctionContext, SystemRandom, Variable,
    environment::{DELIVERED_MB_PER_DAY, DELIVERED_MB_PER_MINUTE, DELIVERIES_PER_DAY, DELIVERIES_PER_MINUTE},
};
use secrecy::SecretString;
use simulator::{Defaults, Detour, Simulator, SimulatorConfig, webhook_client};
use tokio_util::sync::CancellationToken;

use crate::{
    console::{Console, StartedLine},
    demo, functions,
    options::{Options, url_from_here},
    pass_through::PassThrough,
    portal::Portal,
    provider, requeue, table,
};

const SECRET_PREFIX: &str = "navaia/local/";
/// How often expired items are removed; DynamoDB takes up to days.
const EXPIRY_PERIOD: Duration = Duration::from_secs(60);
/// The queues with what the template gives them: visibility time-out in seconds, and deliveries before a message is
/// set aside.
const QUEUES: [(&str, u32, u32); 1] = [("inbox", 360, 5)];

/// A running stack.
pub struct Stack {
    /// What was started, to be shown.
    pub started: StartedLine,
    outer: CancellationToken,
    workers: CancellationToken,
    inner: CancellationToken,
    gateway: Server,
    schedules: Schedules,
    consumers: Consumers,
    services: Vec<Server>,
    simulator: Simulator,
    /// Held until the stack is gone.
    _lock: Option<File>,
}

impl Stack {
    /// Starts everything; when it returns, everything is ready.
    pub async fn start(options: &Options) -> anyhow::Result<Self> {
        let (outer, workers, inner) =
            (CancellationToken::new(), CancellationToken::new(), CancellationToken::new());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        // Nothing reads metrics here.
        runtime::metric::discard();
        let console = Console { json: options.json };
        let any_port: SocketAddr = ([127, 0, 0, 1], 0).into();
        let data_directory = (!options.ephemeral).then_some(options.data_dir.as_path());
        if let Some(directory) = data_directory {
            std::fs::create_dir_all(directory)
                .with_context(|| format!("the data directory {} cannot be made", directory.display()))?;
        }

        let lock = data_directory.map(lock).transpose()?;

        let tables = table::open(data_directory)?;
        let dynamodb = tables.serve(any_port, inner.clone()).await?;
        // Ends with `inner`; a sweep that is under way then is one local statement.
        drop(tables.sweep_every(EXPIRY_PERIOD, inner.clone()));
        let queues = Queues::new(clock.clone(), inner.clone());
        let sqs = queues.serve(any_port).await?;
        let secrets = open_secrets(data_directory, clock.clone())?;
        let secrets_manager = secrets.serve(any_port, inner.clone()).await?;

        let aws = Aws::new(AwsSettings {
            region: local_services::REGION.to_owned(),
            access_key_id: "local".to_owned(),
            secret_access_key: SecretString::from("local"),
            session_token: None,
            endpoint: None,
            dynamodb_endpoint: Some(dynamodb.url()),
            sqs_endpoint: Some(sqs.url()),
            secrets_manager_endpoint: Some(secrets_manager.url()),
        });
        table::create(&aws, &tables).await?;
        create_queues(&aws).await?;
        create_secrets(&aws).await?;

        // The port is known before the functions start: they are told their own URLs.
        let address = options.address();
        let listener = std::net::TcpListener::bind(address)
            .with_context(|| format!("{address} is not free (choose another with --port or --listen)"))?;
        let inner_url = url_from_here(listener.local_addr()?);
        let api_url = options.public_url.clone().unwrap_or_else(|| inner_url.clone());
        let function_url_base = format!("{api_url}/lambda-url/");
        // Functions ask it, so it is an address from here.
        let voice_provider_url = format!("{inner_url}{}/api", provider::PATH);
        let variables: Vec<(String, String)> = [
            ("AWS_REGION", local_services::REGION.to_owned()),
            ("AWS_ACCESS_KEY_ID", "local".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
            ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
            ("AWS_ENDPOINT_URL_SQS", sqs.url()),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets_manager.url()),
            ("TABLE_NAME", table::NAME.to_owned()),
            ("SECRET_PREFIX", SECRET_PREFIX.to_owned()),
            ("INBOX_QUEUE_URL", queues.url("inbox")),
            ("POST_CALL_URL", format!("{function_url_base}elevenlabs-post-call/")),
            ("REGISTRATION", "open".to_owned()),
            // Nobody's real account is reached from here.
            ("VOICE_API_URLS", voice_provider_url.clone()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .chain(chosen_quotas())
        .collect();
        let context = FunctionContext::new(
            Environment::given(variables.clone()),
            Arc::new(runtime::SystemClock),
            Arc::new(SystemRandom::new()),
            Arc::new(console),
        )?;
        let triggered = functions::start(&context, &variables)?;
        requeue::pending(&context).await.context("the inbox cannot be read")?;

        let detour = Detour { public_url: api_url.clone(), inner_url: inner_url.clone() };
        let simulator = start_simulator(inner.clone(), detour)?;
        let observer: Observer = Arc::new(move |activity: &Activity| {
            // A schedule that has nothing to do is no news.
            if !matches!(activity, Activity::Tick { failure: None, .. }) {
                console.line(&activity.to_string());
            }
        });
        let files = portal(options)?;
        let has_portal = files.is_some();
        let ready = Arc::new(AtomicBool::new(false));
        let simulated = provider::mounts(simulator.router());
        let gateway = Gateway {
            routes: triggered.routes,
            function_urls: triggered.function_urls,
            mounts: simulated.into(),
            files,
            limits: Limits::default(),
            clock: clock.clone(),
            observer: observer.clone(),
            ready: ready.clone(),
        };
        let gateway = gateway.serve_on(listener, outer.clone())?;
        let consumers = Consumers::start(triggered.mappings, &queues, &observer, &workers);
        let schedules = Schedules::start(triggered.schedules, &clock, &observer, &workers);
        ready.store(true, Ordering::Release);

        let started = StartedLine {
            portal_url: has_portal.then(|| format!("{api_url}/")),
            openapi_url: format!("{api_url}/v1/openapi.json"),
            health_url: format!("{api_url}/healthz"),
            function_url_base,
            voice_provider_url,
            simulator_control_url: format!("{api_url}{}/control", provider::PATH),
            data_directory: data_directory.map(Path::to_path_buf),
            dynamodb_url: dynamodb.url(),
            sqs_url: sqs.url(),
            secrets_manager_url: secrets_manager.url(),
            table_name: table::NAME.to_owned(),
            variables: variables.into_iter().collect(),
            demo: None,
            api_url,
        };
        let services = vec![dynamodb, sqs, secrets_manager];
        let mut stack = Self {
            started,
            outer,
            workers,
            inner,
            gateway,
            schedules,
            consumers,
            services,
            simulator,
            _lock: lock,
        };
        if let Some(size) = options.seed_demo {
            let seeded = demo::seed(&inner_url, size, &context.table()?, console).await;
            stack.started.demo = Some(seeded.context("the demo was not made")?);
        }
        Ok(stack)
    }

    /// Waits until no simulated call and no webhook of one is under way.
    pub async fn calls_ended(&self) {
        self.simulator.wait_idle().await;
    }

    /// Stops from the outside in: what is under way finds its neighbours until it is done.
    pub async fn stop(self) {
        self.outer.cancel();
        self.gateway.stopped().await;
        self.workers.cancel();
        self.schedules.stopped().await;
        self.consumers.stopped().await;
        self.inner.cancel();
        for service in self.services {
            service.stopped().await;
        }
    }
}

/// The quotas of deliveries that this process was started with: the functions take the usual ones for the others.
fn chosen_quotas() -> impl Iterator<Item = (String, String)> {
    let environment = Environment::of_process();
    let quotas = [DELIVERIES_PER_MINUTE, DELIVERIES_PER_DAY, DELIVERED_MB_PER_MINUTE, DELIVERED_MB_PER_DAY];
    quotas
        .into_iter()
        .filter_map(move |Variable { name, .. }| Some((name.to_owned(), environment.get(name)?)))
}

/// Keeps a second server away from the same data; the lock ends with the process, however it ends.
fn lock(directory: &Path) -> anyhow::Result<File> {
    let file = File::create(directory.join("lock"))?;
    file.try_lock().with_context(|| {
        format!("another server uses {} (choose another with --data-dir)", directory.display())
    })?;
    Ok(file)
}

/// What answers for the portal; nothing where it was not built.
fn portal(options: &Options) -> anyhow::Result<Option<Arc<dyn Mounted>>> {
    Ok(match options.portal_from {
        Some(to) => Some(Arc::new(PassThrough { to })),
        None => Portal::open(&options.portal)?.map(|portal| portal as Arc<dyn Mounted>),
    })
}

fn open_secrets(directory: Option<&Path>, clock: Arc<dyn Clock>) -> anyhow::Result<Secrets> {
    Ok(match directory {
        Some(directory) => Secrets::in_file(directory.join("secrets.json"), clock)?,
        None => Secrets::in_memory(clock),
    })
}

async fn create_queues(aws: &Aws) -> anyhow::Result<()> {
    let sqs = aws.sqs();
    for (name, visibility_timeout, deliveries) in QUEUES {
        let dead = format!("{name}-dead");
        sqs.create_queue().queue_name(&dead).send().await.context("a queue cannot be created")?;
        let redrive = serde_json::json!({
            "deadLetterTargetArn": Queues::arn(&dead),
            "maxReceiveCount": deliveries,
        });
        sqs.create_queue()
            .queue_name(name)
            .attributes(QueueAttributeName::VisibilityTimeout, visibility_timeout.to_string())
            .attributes(QueueAttributeName::RedrivePolicy, redrive.to_string())
            .send()
            .await
            .context("a queue cannot be created")?;
    }
    Ok(())
}

/// Makes the secrets that the template makes, with values that nobody else has.
async fn create_secrets(aws: &Aws) -> anyhow::Result<()> {
    use runtime::Random as _;
    let secrets = clients::Secrets::new(aws.secrets_manager());
    let random = SystemRandom::new();
    for name in ["token-signing", "cursor-key"] {
        let value: String = random.next_token().iter().map(|byte| format!("{byte:02x}")).collect();
        secrets
            .create(&format!("{SECRET_PREFIX}{name}"), &SecretString::from(value))
            .await
            .context("a secret cannot be created")?;
    }
    Ok(())
}

fn start_simulator(shutdown: CancellationToken, detour: Detour) -> anyhow::Result<Simulator> {
    use runtime::{Clock as _, Random as _};
    // The table outlives the simulator: another seed at each start, or it would meet its own conversations again.
    let seed = u64::try_from(SystemRandom::new().next_u128() >> 64)?;
    Ok(Simulator::new(SimulatorConfig {
        seed,
        clock: Arc::new(|| runtime::SystemClock.now()),
        http: webhook_client()?,
        detour: Some(detour),
        shutdown,
        defaults: Defaults::default(),
    })?)
}
