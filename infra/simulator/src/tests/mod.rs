//! Tests over real HTTP on the loopback address.

mod api;
mod dialled;
mod faults;
mod kit;
mod shapes;
mod webhooks;
