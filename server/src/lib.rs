//! The binary s3-connect: HTTP routes, REST API, command line.
