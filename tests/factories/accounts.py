import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import AuthToken, User

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    """A person with no role; `role="editor"` puts them into that group, `password` is PASSWORD unless given."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.LazyAttribute(lambda user: user.username.capitalize())
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.add(Group.objects.get(name=extracted))


class AuthTokenFactory(DjangoModelFactory):
    """A token that may write; `.key` is the text that goes into the Authorization header."""

    class Meta:
        model = AuthToken

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"token {n}")
    read_only = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        token, token.key = model_class.objects.create(*args, **kwargs)
        return token
