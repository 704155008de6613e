//! Every page in a real browser: accessible, usable by keyboard, whole without JavaScript.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::{PAGES, service};

const CHROMIUMS: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

fn chromium() -> PathBuf {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let found = named.into_iter().chain(CHROMIUMS.map(PathBuf::from)).find(|path| path.exists());
    found
        .expect("Chromium is needed to look at the pages: install it (apt-get install chromium) or name it in CHROMIUM")
}

fn tools() -> PathBuf {
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

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_in_a_browser_with_and_without_javascript() {
    let (chromium, tools) = (chromium(), tools());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(web::serve::serve(service().await, listener, async {
        let _ = stopped.await;
    }));
    let looked = tokio::task::spawn_blocking(move || {
        Command::new("node").arg("pages.mjs").arg(base).arg(chromium).args(PAGES).current_dir(tools).output().unwrap()
    })
    .await
    .unwrap();
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&looked.stdout), String::from_utf8_lossy(&looked.stderr));
    assert!(looked.status.success(), "{said}");
}
