"""How gunicorn serves the site, here and deployed. Workers hold no state: start as many as the machine has room for."""

from aligns_site import env

bind = env.text("BIND", f"127.0.0.1:{env.number('PORT', 8000)}")
workers = env.number("WEB_WORKERS", 2)
# Threads, so that a slow upload over a weak connection holds nobody up and is not taken for a hanging worker.
worker_class = "gthread"
threads = env.number("WEB_THREADS", 4)
timeout = 60
control_socket_disable = True


def when_ready(server) -> None:
    print(f"\nThe site is at http://{bind}/")
    password = env.text("DEMO_PASSWORD")
    if password:
        people = ("pot", "contributor", "ics.lead", "regional.lead", "administrator", "outsider")
        print(f"Sign in with the password {password} as one of")
        for person in people:
            print(f"  {person}@demo.example")
    print("Stop it with Ctrl+C.\n", flush=True)
