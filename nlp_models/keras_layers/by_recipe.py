"""The layers that several kinds share, as a recipe wants them."""

from nlp_models.keras_layers.backbone import RecurrentBackbone
from nlp_models.keras_layers.decoder import AttentiveDecoder
from nlp_models.keras_layers.window import FixedWindow


def backbone(vocabulary_size, recipe, **how):
    """The RecurrentBackbone of a recipe; `how` is more of it, or otherwise than the recipe says."""
    how = {"bidirectional": recipe.bidirectional, "embedding_dropout": recipe.embedding_dropout} | how
    return RecurrentBackbone(vocabulary_size, *_shape(recipe), seed=recipe.seed, name="backbone", **how)


def fixed_window(vocabulary_size, recipe):
    """The FixedWindow of a recipe that has one."""
    sizes = recipe.embedding_size, recipe.fixed_window, recipe.units, recipe.num_layers
    return FixedWindow(vocabulary_size, *sizes, recipe.embedding_dropout, recipe.seed, name="backbone")


def decoder(vocabulary_size, recipe):
    """The AttentiveDecoder of a recipe."""
    drop = {"dropout": recipe.dropout, "embedding_dropout": recipe.embedding_dropout}
    how = {"attention": recipe.attention, "seed": recipe.seed, "name": "decoder"} | drop
    return AttentiveDecoder(vocabulary_size, *_shape(recipe), **how)


def _shape(recipe):
    return recipe.embedding_size, recipe.cell, recipe.units, recipe.num_layers
