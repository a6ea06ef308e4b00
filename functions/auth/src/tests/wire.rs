//! What goes over the wire to DynamoDB.

use std::{
    future::Future,
    sync::{Arc, Mutex},
};

use futures_util::future::BoxFuture;
use runtime::{Environment, FunctionContext, log::Silent};
use testing::TestApp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const VARIABLE: &str = "AWS_ENDPOINT_URL_DYNAMODB";
const TARGET: &str = "x-amz-target: dynamodb_20120810.";

/// The operations that were asked for, in order.
#[derive(Clone, Default)]
pub(super) struct Wire {
    heard: Arc<Mutex<Vec<String>>>,
    interlude: Arc<Mutex<Option<Interlude>>>,
}

/// What happens before a request is passed on.
struct Interlude {
    /// Only one of this operation.
    operation: Option<&'static str>,
    /// After so many others.
    after: usize,
    happening: BoxFuture<'static, ()>,
}

impl Wire {
    /// Listens to what the functions of this application ask of DynamoDB from now on.
    pub(super) async fn tap(app: &mut TestApp) -> Self {
        let wire = Self::default();
        let mut variables = app.variables.clone();
        let endpoint = variables.iter_mut().find(|(name, _)| name == VARIABLE).unwrap();
        let upstream = endpoint.1.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        endpoint.1 = format!("http://{}", listener.local_addr().unwrap());
        let heard = wire.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&upstream).await.unwrap();
                tokio::spawn(heard.clone().relay(client, server));
            }
        });
        let (environment, random) = (Environment::given(variables), app.context.random.clone());
        app.context = FunctionContext::new(environment, app.clock.clone(), random, Arc::new(Silent)).unwrap();
        wire
    }

    async fn relay(self, client: TcpStream, server: TcpStream) {
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = server.into_split();
        let answers = tokio::io::copy(&mut from_server, &mut to_client);
        let requests = async {
            let (mut buffer, mut text) = ([0; 8192], String::new());
            while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
                text.push_str(&String::from_utf8_lossy(&buffer[..length]));
                if let Some(interlude) = self.hear(&mut text) {
                    interlude.await;
                }
                to_server.write_all(&buffer[..length]).await.unwrap();
            }
        };
        tokio::select! {
            _ = answers => {}
            () = requests => {}
        }
    }

    /// Lets this happen before the next request of this operation is passed on.
    pub(super) fn before(
        &self,
        operation: &'static str,
        interlude: impl Future<Output = ()> + Send + 'static,
    ) {
        let happening = Box::pin(interlude);
        *self.interlude.lock().unwrap() = Some(Interlude { operation: Some(operation), after: 0, happening });
    }

    /// Lets this happen before a request is passed on, after so many others from now on.
    pub(super) fn after(&self, requests: usize, interlude: impl Future<Output = ()> + Send + 'static) {
        let happening = Box::pin(interlude);
        *self.interlude.lock().unwrap() = Some(Interlude { operation: None, after: requests, happening });
    }

    /// Forgets what was to happen and did not.
    pub(super) fn clear(&self) {
        *self.interlude.lock().unwrap() = None;
    }

    /// Takes whole header lines out of what was received so far. Gives what has to happen now.
    fn hear(&self, text: &mut String) -> Option<BoxFuture<'static, ()>> {
        let mut now = None;
        while let Some(at) = text.to_lowercase().find(TARGET) {
            let Some(length) = text[at..].find("\r\n") else { break };
            let operation = text[at + TARGET.len()..at + length].to_owned();
            text.drain(..at + length);
            let mut interlude = self.interlude.lock().unwrap();
            match interlude.as_mut() {
                Some(Interlude { operation: Some(other), .. }) if *other != operation => {}
                Some(Interlude { after: left @ 1.., .. }) => *left -= 1,
                _ => now = interlude.take().map(|interlude| interlude.happening),
            }
            self.heard.lock().unwrap().push(operation);
        }
        now
    }

    /// What was heard since the last time this was asked.
    pub(super) fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }
}
