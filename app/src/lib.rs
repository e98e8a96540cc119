//! The pages: connect widget and admin. Rendered on the server, islands in the browser.
