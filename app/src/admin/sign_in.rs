//! The page to sign in with the admin key.

use leptos::prelude::*;

/// Renders the page. `next` is the address to open after the sign-in.
#[component]
pub fn SignInPage(error: Option<String>, name: String, next: String) -> impl IntoView {
    view! {
        <main class="widget admin">
            <header class="head">
                <h1>"Admin"</h1>
                <p>"Sign in with the admin key that the server printed when it first started."</p>
            </header>
            <form method="post" action="/admin/sign-in" class="part">
                {error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
                <input type="hidden" name="next" value=next />
                <div class="field">
                    <label for="key">"Admin key"</label>
                    <input id="key" name="key" type="password" autocomplete="current-password" required="" />
                </div>
                <div class="field">
                    <label for="name">"Your name" <span class="optional">" (optional)"</span></label>
                    <p class="description" id="name-d">"Shown next to your changes in the history and the log."</p>
                    <input id="name" name="name" value=name autocomplete="name" maxlength="80" aria-describedby="name-d" />
                </div>
                <p class="actions"><button class="primary">"Sign in"</button></p>
            </form>
        </main>
    }
}
