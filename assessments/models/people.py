"""People and the places at which they hold a role. What a role may do is said in rules.py."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def by_email(self, email: str) -> "User | None":
        return self.filter(email=email.strip().lower()).first()

    def system(self) -> "User":
        """The named person as whom the commands act; nobody can sign in as it."""
        system, _ = self.get_or_create(
            email="system@aligns.invalid",
            defaults={"name": "The system", "is_system": True, "is_active": False, "password": "!"},
        )
        return system


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the name to sign in with."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may open the support pages", default=False)
    is_system = models.BooleanField("is the system itself", default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.name or self.email
