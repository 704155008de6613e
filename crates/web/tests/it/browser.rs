//! Every page in a real browser: accessible, usable by keyboard, whole without JavaScript.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use kit::sign_in::Settings;

use crate::door::{GOOD, with_passwords, world};
use crate::world::{PAGES, service};

const CHROMIUMS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

fn chromium() -> PathBuf {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let found = named.into_iter().chain(CHROMIUMS.map(PathBuf::from)).find(|path| path.exists());
    found
        .expect("Chromium is needed to look at the pages: install it (apt-get install chromium) or name it in CHROMIUM")
}

/// The folder of what the browser is driven by, installed once: tests run side by side and would break each other's installation.
fn tools() -> PathBuf {
    static TOOLS: OnceLock<PathBuf> = OnceLock::new();
    TOOLS.get_or_init(install).clone()
}

fn install() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm-test");
    if !folder.join("node_modules/axe-core").exists() {
        let installed = Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .status()
            .expect("Node.js and npm are needed to look at the pages: install them (apt-get install nodejs npm)");
        assert!(installed.success(), "npm could not install what the browser test needs in {}", folder.display());
    }
    folder
}

/// Serves and looks at each path, with a cookie or (if it is empty) without.
pub(crate) async fn look(service: axum::Router, cookie: String, paths: Vec<String>) {
    let (chromium, tools) = (chromium(), tools());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(kit::serve::serve(service, listener, async {
        let _ = stopped.await;
    }));
    let looked = tokio::task::spawn_blocking(move || {
        let mut node = Command::new("node");
        node.arg("pages.mjs").arg(base).arg(chromium).args(paths).env("COOKIE", cookie).current_dir(tools);
        node.output().unwrap()
    })
    .await
    .unwrap();
    stop.send(()).unwrap();
    served.await.unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&looked.stdout), String::from_utf8_lossy(&looked.stderr));
    assert!(looked.status.success(), "{said}");
}

fn owned(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_in_a_browser_with_and_without_javascript() {
    look(service().await, String::new(), owned(PAGES)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_signing_in_are_accessible_to_a_visitor() {
    let world = world(with_passwords()).await;
    let link = kit::sign_in::invitation_link("", &world.invite().await.token);
    let paths = [owned(&["/sign-in", "/sign-in?return=%2Ffindings", "/signed-out"]), vec![link]].concat();
    look(world.service.clone(), String::new(), paths).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_accessible_to_somebody_signed_in() {
    let world = world(with_passwords()).await.with_ann().await;
    let mut ann = world.browser();
    ann.sign_in("ann@chiltern.nhs.uk", GOOD).await;
    let cookie = format!("footprint_session={}", ann.session().unwrap());
    // Nearly over, so that the warning is shown.
    world.clock.pass(26 * 60);
    let paths =
        owned(&["/account", "/account?done=others", "/account/password", "/sign-out", "/session?return=%2Fdiff", "/"]);
    look(world.service.clone(), cookie, paths).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_demonstration_are_accessible() {
    let world = world(Settings { is_demo: true, ..Settings::default() }).await;
    let mut visitor = world.browser();
    visitor.fill("/act-as", "/act-as", &[("person", "person-1")]).await;
    let cookie = format!("footprint_session={}", visitor.session().unwrap());
    look(world.service.clone(), cookie, owned(&["/act-as", "/findings", "/"])).await;
}
